"""Everything that a door of Stackway needs, opened once: the current snapshot, the index of names, the records."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from api.opened import Opened
from api.settings import records_url as where_records_are
from api.settings import trusted_keys
from data.records import Event, EventWriter, Records, Suggestion
from data.workspace import Workspace
from graph.credentials import Credential, attested
from graph.errors import UnknownNode
from graph.holdings import Award, Holdings, Known, State, credited
from graph.pathways import Pathway, Progress, progress
from recommender.advise import advise, explain
from recommender.authored import KIND, Authored
from recommender.goal_view import GoalView
from recommender.match import match
from recommender.match import wages as wages_of
from recommender.match_types import Match, Wage
from recommender.query import Advice, Query
from recommender.snapshot import Snapshot
from recommender.uploads import TakenBadge, taken
from skills_taxonomy.goals import resolve
from skills_taxonomy.search import Index
from skills_taxonomy.types import Goal, Hit, Occupation, Skill


class Engine:
    """A workspace opened for questions; close it, or use it as a context manager, so that no event is lost.

    Reading is safe from several threads. A build elsewhere is picked up by `reload`.
    """

    def __init__(self, workspace: Workspace, records: Records, *, explore: float = 0.0) -> None:
        """Open the workspace's current snapshot; `Engine.open` is the usual way in.

        `explore`, 0 (never) to 0.5, is how often a lower place of a list goes to a runner-up (`recommender.exploring`).
        """
        self.explore = explore
        self._workspace = workspace
        self.records = records
        self.events = EventWriter(records)
        self.secret = workspace.secret()
        self._swapping = threading.Lock()
        self._authored = Authored().with_edits(records.edits_between(KIND))
        self._open = Opened.at(workspace.current_snapshot()).with_authored(self._authored)
        self._before: Opened | None = None

    @classmethod
    def open(cls, path: Path, *, records_url: str = "", explore: float = 0.0) -> Engine:
        """Open a workspace; raises `WorkspaceMissing`, `WorkspaceVersion`, `SnapshotDamaged`, `RecordsError`."""
        workspace = Workspace.open(path)
        workspace.current_snapshot()
        return cls(workspace, Records.open(where_records_are(workspace, records_url)), explore=explore)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is still queued and let go of the records."""
        self.events.close()
        self.records.close()
        self.index.close()

    @property
    def folder(self) -> Path:
        """The workspace's folder."""
        return self._workspace.path

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that answers."""
        return self._open.snapshot

    @property
    def index(self) -> Index:
        """The index of names that goes with the snapshot."""
        return self._open.index

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the build found that an issuer should look at."""
        return self.snapshot.remarks

    @property
    def snapshot_name(self) -> str:
        """The name of the snapshot that answers."""
        return self.snapshot.name

    @property
    def graph_name(self) -> str:
        """The name of the graph that the snapshot was made of; empty where its build didn't note it."""
        return self._open.graph

    def reload(self) -> bool:
        """Switch to a newer snapshot where one was published; say whether there was one."""
        folder = self._workspace.current_snapshot()
        if folder == self._open.folder:
            return False
        fresh = Opened.at(folder)
        with self._swapping:
            if self._before is not None:
                self._before.index.close()
            self._before, self._open = self._open, fresh.with_authored(self._authored)
        return True

    def reload_authored(self) -> bool:
        """Take over what was authored of pathways since, here or by another process; say whether there was any.

        One cheap question where there is nothing new; raises `RecordsUnavailable`.
        """
        if self.records.last_edit(KIND) <= self._authored.number:
            return False
        with self._swapping:
            self._authored = self._authored.with_edits(self.records.edits_between(KIND, after=self._authored.number))
            self._open = self._open.with_authored(self._authored)
        return True

    # -- what there is --------------------------------------------------------------------------------------------

    def resolve_goal(self, text: str, *, strict: bool = False) -> Goal:
        """The occupation that the words mean; with `strict` raises `AmbiguousGoal` or `UnknownGoal`."""
        if strict:
            return resolve(self.index, text, strict=True)
        return self._open.understood(text)

    def search(self, text: str, *, kind: str, limit: int = 10) -> tuple[Hit, ...]:
        """Credentials, skills or occupations by name, best first."""
        return self.index.search(text, kind=kind, limit=limit)

    def skill(self, id_: str) -> Skill | None:
        """A skill by identifier."""
        found = self.index.get(id_)
        return found if isinstance(found, Skill) else None

    def occupation(self, id_: str) -> Occupation | None:
        """An occupation by identifier."""
        found = self.index.get(id_)
        return found if isinstance(found, Occupation) else None

    def credential(self, id_: str) -> Credential:
        """A credential by identifier; raises `UnknownNode`."""
        return self.snapshot.credential(self.snapshot.place(id_))

    def name_of(self, id_: str) -> str:
        """What to call a credential or skill; the identifier itself where neither is known."""
        place = self.snapshot.credential_index.get(id_)
        if place is not None:
            return self.snapshot.names[place]
        skill = self.snapshot.skill_place.get(id_)
        return self.snapshot.skill_labels[skill] if skill is not None else id_

    def credential_ids(self, *, issuer: str = "") -> Sequence[str]:
        """Identifiers of all credentials, or of one issuer's, in order."""
        keys = self.snapshot.credential_documents.keys
        if not issuer:
            return keys
        issuers = self.snapshot.arrays["issuers"][self.snapshot.arrays["issuer"]]
        return [key for key, whose in zip(keys, issuers, strict=True) if whose == issuer]

    # -- what a learner has ---------------------------------------------------------------------------------------

    def holdings(
        self, *, credentials: Sequence[str] = (), skills: Sequence[str] = (), known: Known = Known.VERIFIED
    ) -> Holdings:
        """What is named as held, valid today; raises `UnknownNode` for a credential or skill that isn't known."""
        awards = tuple(
            Award(self.snapshot.credential_documents.keys[self.snapshot.place(id_)], known=known) for id_ in credentials
        )
        return Holdings(awards, tuple((self.skill_id(skill), 1.0, known) for skill in skills))

    def skill_id(self, skill: str) -> str:
        """A skill by identifier (also one that was merged into it) or by name, exactly; raises `UnknownNode`."""
        skill = self._open.forwards.get(skill, skill)
        if skill in self.snapshot.skill_place:
            return skill
        hits = self.index.search(skill, kind="skill", limit=5)
        exact = [hit for hit in hits if hit.how in ("exact", "alias")]
        if exact:
            return exact[0].id
        near = ", ".join(f"{hit.label} ({hit.id})" for hit in hits[:3])
        hint = f"Near to it: {near}." if near else "`stackway search --kind skill` finds skills by name."
        raise UnknownNode(f"No skill is called {skill[:200]!r}.", hint=hint)

    def learner_holdings(self, learner: str, *, issuer: str = "") -> Holdings:
        """What the records hold of a learner: awards and enrolments, all or only those that one issuer brought."""
        rows = (row for row in self.records.awards_of(learner) if not issuer or row.issuer == issuer)
        return Holdings(
            tuple(
                Award(row.credential, State(row.state), Known(row.known), row.awarded, row.expires, row.note)
                for row in rows
            )
        )

    def read_badges(self, files: Sequence[Path], *, recipients: Sequence[str], today: date) -> tuple[TakenBadge, ...]:
        """Read a learner's badge files and say which credential each is; a bad file doesn't stop the others."""
        from data import openbadges

        found = openbadges.read(files, recipients=recipients, today=today, trusted=trusted_keys())
        return taken(self.snapshot, found.findings)

    def read_badge_contents(
        self, contents: Mapping[str, bytes], *, recipients: Sequence[str], today: date
    ) -> tuple[TakenBadge, ...]:
        """The same for files that were posted, by their names."""
        from data import openbadges

        found = openbadges.read_contents(contents, recipients=recipients, today=today, trusted=trusted_keys())
        return taken(self.snapshot, found.findings)

    def dismissed(self, learner: str) -> frozenset[str]:
        """Credentials that a stored learner doesn't want to see."""
        return frozenset(self.records.choices(learner).dismissed) if learner else frozenset()

    def already_known(self, learner: str) -> frozenset[str]:
        """Credentials and skills that a stored learner says they know; a merged skill as what it is now."""
        known = self.records.choices(learner).already_know if learner else ()
        return frozenset(self._open.forwards.get(id_, id_) for id_ in known)

    def known_ids(self, names: Collection[str]) -> frozenset[str]:
        """Identifiers of credentials or skills that are named as known; raises `UnknownNode`."""
        return frozenset(name if name in self.snapshot.credential_documents else self.skill_id(name) for name in names)

    # -- what is advised ------------------------------------------------------------------------------------------

    def advise(self, query: Query) -> Advice:
        """The next steps for one question; raises `InvalidQuery`, `UnknownNode`."""
        held = self._open
        if query.after:
            held.snapshot.place(query.after)
        asked = replace(query, explore=self.explore) if self.explore else query
        return advise(held.snapshot, asked, held.view(query.goal))

    def explain(self, query: Query, credential: str) -> Advice:
        """The same for one credential alone, suggested or refused; raises `UnknownNode`."""
        held = self._open
        return explain(held.snapshot, query, held.view(query.goal), held.snapshot.place(credential))

    def match(self, goal: Goal, holdings: Holdings, *, today: date, limit: int = 10) -> Match:
        """What is held against what the goal asks for."""
        held = self._open
        return match(held.snapshot, goal, held.view(goal), holdings, today=today, limit=limit)

    def view(self, goal: Goal) -> GoalView | None:
        """The goal as arrays over the snapshot; None where it wasn't understood."""
        return self._open.view(goal)

    def wages(self, goal: Goal) -> tuple[Wage, ...]:
        """Wages of the goal's occupations, the whole country."""
        held = self._open
        return wages_of(held.snapshot, held.view(goal))

    def pathways(self, *, credential: str = "") -> tuple[Pathway, ...]:
        """All pathways, or those of which a credential is a step."""
        return self.snapshot.pathways_of.get(credential, ()) if credential else self.snapshot.pathways

    def pathway(self, id_: str) -> Pathway:
        """A pathway by identifier; raises `UnknownNode`."""
        found = next((pathway for pathway in self.snapshot.pathways if pathway.id == id_), None)
        if found is None:
            raise UnknownNode(f"No pathway is called {id_!r}.", hint="GET /v1/pathways lists them.")
        return found

    def progress(self, pathway: str | Pathway, holdings: Holdings, *, today: date) -> Progress:
        """How far what is held brings a learner in a pathway, named or given whole."""
        found = self.pathway(pathway) if isinstance(pathway, str) else pathway
        held = credited(holdings, self.snapshot.accepted)
        steps = {step.credential for step in found.steps if step.credential in self.snapshot.credential_documents}
        names = {award.credential for award in held.awards} & self.snapshot.credential_index.keys()
        attests = attested(self.credential(id_) for id_ in names)
        return progress(found, held, today, {id_: self.credential(id_) for id_ in steps}, attests)

    def pins(self, issuer: str, placement: str) -> tuple[Mapping[str, str], Mapping[str, float]]:
        """An issuer's pins (with their notes) and boosts in force at a placement, such as a credential's page."""
        rows = self.records.pins(issuer, placement) if issuer else ()
        pins = {row.credential: row.note for row in rows if row.kind == "pin"}
        return pins, {row.credential: row.value for row in rows if row.kind == "boost"}

    def log(
        self,
        advice: Advice,
        *,
        placement: str,
        now: datetime,
        issuer: str = "",
        learner: str | None = None,
        after: str = "",
        shown: bool = True,
    ) -> None:
        """Queue the suggestions of an answer, and that they were shown; nothing waits for a commit."""
        goal = "".join(c for c in advice.goal.typed if c.isprintable()) if advice.goal is not None else ""
        self.events.add_suggestions(
            Suggestion(
                id=one.id, snapshot=advice.snapshot, credential=one.credential, position=position, created=now,
                placement=placement, issuer=issuer, learner=learner, after=after, goal=goal,
                answer=advice.id, propensity=one.propensity,
                chances=tuple((chance.credential, chance.propensity) for chance in one.chances),
            )
            for position, one in enumerate(advice.recommendations, 1)
        )  # fmt: skip
        if shown:
            self.events.add_events(Event(one.id, "shown", now) for one in advice.recommendations)
