"""Sentences as vectors by an ONNX encoder: int8, on one core, without PyTorch.

Each text is encoded by itself: dynamically quantised activations depend on all that is in a batch, and vectors would.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from skills_taxonomy.errors import TaxonomyError

Floats = npt.NDArray[np.float32]
MOST_TOKENS: Final = 128


class EncoderMissing(TaxonomyError):
    """There is no encoder, or what runs it isn't installed."""


def model_of(folder: Path) -> Path:
    """The one model of a folder; raises `EncoderMissing`."""
    found = sorted(folder.glob("*.onnx"))
    if len(found) != 1 or not (folder / "tokenizer.json").exists():
        told = f"There are {len(found)} models in {folder}" if found else f"There is no model in {folder}"
        raise EncoderMissing(f"{told}.", hint="Name a folder with one .onnx file and its tokenizer.json.")
    return found[0]


class Encoder:
    """A folder with one `.onnx` file and `tokenizer.json` as a function from texts to vectors of length one.

    The model takes `input_ids` and `attention_mask` (int64) and gives the pooled vectors first.
    """

    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EncoderMissing(
                "Vectors need onnxruntime and tokenizers.", hint="pip install 'stackway[vectors]'"
            ) from error
        model = model_of(folder)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)

    def vector(self, text: str) -> Floats:
        """The vector of one text, whatever others are encoded before or after it."""
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        found: Floats = self._session.run(None, given)[0][0]
        return found

    def vectors(self, texts: Iterable[str]) -> Floats:
        """The vectors of several, one row each; each text is encoded alone."""
        rows = [self.vector(text) for text in texts]
        return np.stack(rows) if rows else np.zeros((0, 1), np.float32)
