"""The place of assembly: the one spot where readers, tagger, store and workspace meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from api.demand import posted_needs
from api.graph_exchange import Mirrored, edits_of, keeping
from api.graph_note import note_graph
from api.in_force import InForce, in_force
from api.linking import keep_index, prepare_index, tagger_of
from api.settings import records_url as where_records_are
from api.sources import note_sources
from api.titles import make_title_index
from api.wholeness import note_sizes
from data.default import PARTS, read_default
from data.reading import Progress, silent
from data.records import TAG, Records
from data.workspace import Workspace
from graph.store import GraphStore
from recommender.authored import KIND, Authored
from recommender.build import Built, build
from recommender.reviewed import Reviewed
from recommender.training.served import newest
from skills_taxonomy.linking.encoder import model_of

DEFAULT_PREFIX = "default-"
"""Parts of this prefix hold shipped data; an issuer's own parts have other names."""


def build_workspace(
    path: Path,
    *,
    with_default: bool = True,
    again: bool = False,
    progress: Progress = silent,
    records_url: str = "",
    graph: str = "",
    encoder: Path | None = None,
    trained: Path | None = None,
) -> Built:
    """Build a workspace's snapshot and publish it; the shipped data are read once, or `again`.

    `graph` is the address of a store in which the graph is kept, too, and from which it is then read; raises
    `GraphEdited` where that store holds edits which this workspace hasn't pulled.

    What comes next goes by the awards of the records, or by what `stackway train` wrote into the folder `trained`.

    With an `encoder` (a folder) texts are linked to the skills by meaning too; raises `EncoderMissing`.

    Whatever happens on the way, the last published snapshot stays whole and current. Tags that were read in texts are
    filed in the records for a person to look at.
    """
    if encoder is not None:
        model_of(encoder)
    if trained is not None:
        newest(trained)
    workspace = Workspace.create(path)
    with workspace.writing(), keeping(workspace, graph, progress=progress) as store:
        if with_default:
            _put_default(workspace, again=again, progress=progress)
        with workspace.new_snapshot() as folder:
            progress("putting the tables together", 0, None)
            taken = in_force(workspace)
            index = prepare_index(workspace, taken.tables, encoder, progress=progress)
            made = build_snapshot(
                workspace, taken, folder, store, index, trained=trained, progress=progress, records_url=records_url
            )
            workspace.publish(folder, made.name)
        make_title_index(path, taken.tables, tell=lambda: progress("indexing job titles", 0, None))
        keep_index(workspace, index)
        progress("filing what a person may look at", 0, None)
        with Records.open(where_records_are(workspace, records_url)) as records:
            records.file_proposals(TAG, made.proposed, datetime.now(UTC))
    return made


def build_snapshot(
    workspace: Workspace,
    taken: InForce,
    folder: Path,
    store: GraphStore,
    index: Path,
    *,
    trained: Path | None = None,
    progress: Progress = silent,
    records_url: str = "",
) -> Built:
    """Build from these tables into an empty folder, texts read by this index, and publish nothing."""
    records = Records.open(where_records_are(workspace, records_url))
    try:
        awards = records.award_pairs()
        reviewed = Reviewed.of(records.decided(), taken.forwards)
        authored = Authored().with_edits(records.edits_between(KIND)).carried_on(taken.forwards)
    finally:
        records.close()
    made = build(
        folder,
        taken.tables,
        awards,
        make_tagger=lambda *_: tagger_of(index),
        store=store,
        edits=edits_of(workspace),
        authored=authored,
        reviewed=reviewed,
        reread=isinstance(store, Mirrored),
        trained=trained,
        posted=posted_needs(workspace.path, date.today()),  # noqa: DTZ011 - the month is enough
        progress=progress,
    )
    note_sources(folder, taken.sources, taken.forwards)
    note_graph(folder, made.graph)
    note_sizes(folder)
    return replace(made, remarks=(*taken.remarks(), *made.remarks))


def _put_default(workspace: Workspace, *, again: bool, progress: Progress) -> None:
    """Read all shipped sets where one is missing; they are read together, since one checks its links against others."""
    there = {part.name for part in workspace.parts()}
    if again or not all(DEFAULT_PREFIX + name in there for name in PARTS):
        for name, reading in read_default(progress=progress):
            workspace.put_part(DEFAULT_PREFIX + name, reading)
