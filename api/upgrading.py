"""Taking another version of a vocabulary in force, seeing beforehand what it does, and why a list changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.assembly import build_snapshot
from api.errors import BadOption
from api.graph_exchange import keeping
from api.in_force import InForce, change_between, in_force, sources_now
from api.linking import keep_index, prepare_index
from api.opened import Opened
from api.sources import Source, sources_of
from api.vocabularies import part_of, version_named
from api.why import Question, why
from data.errors import WorkspaceError, WorkspaceMissing
from data.reading import Progress, silent
from data.workspace import Workspace
from graph.embedded import EmbeddedStore
from graph.store import GraphStore
from recommender.build import Built
from recommender.changes import AdviceChange, Forwarded, Touched, retagged, touched, touched_pathways
from skills_taxonomy.versions import VocabularyChange

OTHER_TABLES = (
    "The snapshot that is served was built from other tables than those now in the workspace; what differs may come "
    "from these too. `stackway build` first tells them apart."
)
UNSAID = (
    "The snapshot that is served doesn't say which tables it was built from; what differs may come from others than "
    "the vocabulary. `stackway build` first makes one that does."
)
NOT_BUILT = "There was no snapshot to compare with, so that texts and suggestions aren't compared."


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade did, or would do: the differences, what they touch, what was built, and why a list changes.

    `credentials` and `pathways` are touched by what their issuers state, `found` by what their texts are found to
    name; `carried` are the statements that lead to a merged or renamed concept now. `notes` say what keeps the
    comparison from being whole; `why` is there where a question was asked.
    """

    part: str
    change: VocabularyChange
    credentials: tuple[Touched, ...]
    pathways: tuple[Touched, ...]
    found: tuple[Touched, ...]
    carried: tuple[Forwarded, ...]
    built: Built
    published: bool
    notes: tuple[str, ...] = ()
    why: AdviceChange | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """Why one list differs between two snapshots, and what of the vocabularies differs between them."""

    why: AdviceChange
    changes: tuple[VocabularyChange, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """A version in a vocabulary's place, built and not published: both sides opened, and what differs."""

    part: str
    version: str
    change: VocabularyChange
    taken: InForce
    folder: Path
    index: Path
    built: Built
    before: Opened | None
    after: Opened
    notes: tuple[str, ...]


def upgrade(
    path: Path,
    name: str,
    to: str,
    *,
    publish: bool = True,
    ask: Question | None = None,
    progress: Progress = silent,
    records_url: str = "",
    graph: str = "",
) -> Upgrade:
    """Build with another version in a vocabulary's place, say what that touches, and publish it, or don't.

    The version that was in force is kept: an upgrade to it goes back. A build that fails changes nothing. `graph` is
    the address of a store in which the graph is kept, too. Raises `BadOption`, `WorkspaceError`, `WorkspaceBusy`.
    """
    workspace = Workspace.open(path)
    store = keeping(workspace, graph, progress=progress) if publish else None
    with (
        workspace.writing(),
        _trial(workspace, name, to, store=store, progress=progress, records_url=records_url) as trial,
    ):
        stated = workspace.tables()
        credentials = touched(stated, trial.taken.stated, trial.change)
        found: tuple[Touched, ...] = ()
        answer = None
        if trial.before is not None:
            found = retagged(trial.before.snapshot, trial.after.snapshot, trial.change)
            answer = why(trial.before, trial.after, ask, (trial.change,)) if ask is not None else None
        pathways = touched_pathways(trial.taken.stated, trial.change, [*credentials, *found])
        if publish:
            workspace.choose_version(trial.part, trial.version)
            workspace.publish(trial.folder, trial.built.name)
            keep_index(workspace, trial.index)
        return Upgrade(
            trial.part, trial.change, credentials, pathways, found, trial.taken.forwarded, trial.built, publish,
            trial.notes, answer,
        )  # fmt: skip


def explain_trial(
    path: Path, name: str, to: str, ask: Question, *, progress: Progress = silent, records_url: str = ""
) -> Explained:
    """Why one list would differ with another version in force; builds it aside and publishes nothing."""
    workspace = Workspace.open(path)
    with (
        workspace.writing(),
        _trial(workspace, name, to, store=None, progress=progress, records_url=records_url) as trial,
    ):
        if trial.before is None:
            raise WorkspaceMissing("Nothing is served yet to compare with.", hint="Run `stackway build`.")
        return Explained(why(trial.before, trial.after, ask, (trial.change,)), (trial.change,), trial.notes)


def explain_last(path: Path, ask: Question) -> Explained:
    """Why one list differs between the snapshot before the current one and that; raises `WorkspaceMissing`."""
    workspace = Workspace.open(path)
    now, earlier = workspace.current_snapshot(), workspace.previous_snapshot()
    if earlier is None:
        raise WorkspaceMissing(
            "There is one snapshot only, so that nothing has changed yet.",
            hint="Name a version with --to to see what it would change.",
        )
    changes, notes = _changes(workspace, sources_of(earlier), sources_of(now))
    with ExitStack() as stack:
        before, after = (stack.enter_context(_opened(folder)) for folder in (earlier, now))
        return Explained(why(before, after, ask, changes), changes, notes)


@contextmanager
def _trial(
    workspace: Workspace, name: str, to: str, *, store: GraphStore | None, progress: Progress, records_url: str
) -> Iterator[Trial]:
    """Build a snapshot with the version in its part's place; its folder goes at the end unless it was published.

    Without a store the graph is kept aside, too.
    """
    part, version = part_of(workspace, name), version_named(workspace, to)
    now = workspace.in_force()
    if version == now[part]:
        raise BadOption(f"{version} is in force already.", hint="`stackway vocabulary list` shows what there is.")
    progress("putting the tables together", 0, None)
    taken = in_force(workspace, {part: version})
    change = change_between(workspace, now[part], version)
    with ExitStack() as stack:
        folder = stack.enter_context(workspace.new_snapshot())
        aside = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        keeper = stack.enter_context(store if store is not None else EmbeddedStore(aside / "graph"))
        index = prepare_index(workspace, taken.tables, into=aside / "linking", progress=progress)
        built = build_snapshot(workspace, taken, folder, keeper, index, progress=progress, records_url=records_url)
        before, notes = _served(workspace, stack)
        after = stack.enter_context(_opened(folder))
        yield Trial(part, version, change, taken, folder, index, built, before, after, notes)


def _served(workspace: Workspace, stack: ExitStack) -> tuple[Opened | None, tuple[str, ...]]:
    """The current snapshot, and whether it is of the tables that are in the workspace now."""
    try:
        folder = workspace.current_snapshot()
    except WorkspaceMissing:
        return None, (NOT_BUILT,)
    said = sources_of(folder)
    notes = () if said == sources_now(workspace) else (UNSAID if said is None else OTHER_TABLES,)
    return stack.enter_context(_opened(folder)), notes


@contextmanager
def _opened(folder: Path) -> Iterator[Opened]:
    opened = Opened.at(folder)
    try:
        yield opened
    finally:
        opened.index.close()


def _changes(
    workspace: Workspace, before: Mapping[str, Source] | None, after: Mapping[str, Source] | None
) -> tuple[tuple[VocabularyChange, ...], tuple[str, ...]]:
    """What differs between the vocabularies of two snapshots, and what can't be compared any more."""
    if before is None or after is None:
        return (), ("One of the snapshots doesn't say which versions it was built from: causes are told without them.",)
    changes, notes = [], []
    for part in before.keys() & after.keys():
        one, other = before[part], after[part]
        if one.version != other.version and _there(workspace, one) and _there(workspace, other):
            changes.append(change_between(workspace, one.version, other.version))
        elif one != other:
            notes.append(f"{part} was read anew, and what it was before isn't kept: its changes can't be listed.")
    new = sorted((after.keys() - before.keys()) | (before.keys() - after.keys()))
    notes += [f"{part} is in one of the snapshots only." for part in new]
    return tuple(sorted(changes, key=lambda change: change.after)), tuple(sorted(notes))


def _there(workspace: Workspace, source: Source) -> bool:
    """Whether the tables that a snapshot was built from are still those of that name."""
    try:
        return workspace.version_folder(source.version).name == source.folder
    except WorkspaceError:
        return False
