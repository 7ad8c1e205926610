"""A child process that does something and may be killed at it."""

from __future__ import annotations

import os
from collections.abc import Callable


def in_a_child(act: Callable[[], int], meanwhile: Callable[[int], None] = lambda child: None) -> int:
    """The wait status of a child that does this and ends with what it gives, or 99 where it raises.

    `meanwhile` is called in the parent with the child's number, before the child begins.
    """
    ready, go = os.pipe()
    child = os.fork()
    if not child:
        code = 99
        try:
            os.read(ready, 1)
            code = act()
        finally:
            os._exit(code)
    meanwhile(child)
    os.write(go, b".")
    status = os.waitpid(child, 0)[1]
    os.close(ready)
    os.close(go)
    return status
