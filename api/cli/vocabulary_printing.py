"""How versions of vocabularies and their differences look at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from rich.table import Table

from api.cli.printing import console
from api.upgrading import Explained, Upgrade
from api.vocabularies import Kept
from recommender.changes import AdviceChange, CredentialChange, Touched
from skills_taxonomy.versions import Concept, VocabularyChange
from skills_taxonomy.versions.changes import LinkChanged, Merged, Moved, NeedChanged, Relabelled, Split

EXAMPLES: Final = 5
"""How many of each class are shown."""


def say(text: str, style: str = "") -> None:
    """One line, taken as it is."""
    console.print(text, markup=False, style=style or None, soft_wrap=True)


def kept(rows: Sequence[Kept]) -> None:
    """The vocabularies of a workspace, each followed by its other versions."""
    table = Table("version", "vocabulary", "skills", "occupations", "", box=None, header_style="bold", pad_edge=False)
    for one in rows:
        name = one.name if one.name == one.of else f"  {one.name}"
        marks = [word for word, is_so in (("in force", one.in_force), ("served", one.serving)) if is_so]
        table.add_row(
            name,
            ", ".join(one.vocabularies),
            f"{one.rows.get('skills', 0):,}",
            f"{one.rows.get('occupations', 0):,}",
            ", ".join(marks),
        )
    console.print(table)


def change(told: VocabularyChange) -> None:
    """Counts, then the first examples of each class."""
    say(f"From {told.before} to {told.after}", "bold")
    if told.empty:
        say("They say the same.")
        return
    for name, title in TITLES.items():
        rows = getattr(told, name)
        if rows:
            say(f"{len(rows):>8,}  {title}")
            for one in rows[:EXAMPLES]:
                say(f"          {LINES[name](one, told.labels)}", "dim")
            if len(rows) > EXAMPLES:
                say(f"          ... and {len(rows) - EXAMPLES:,} more: --json lists all.", "dim")


TITLES: Final = {
    "added": "added",
    "withdrawn": "withdrawn: nothing follows them",
    "merged": "merged into another",
    "split": "split into several",
    "renamed": "renamed: another preferred label",
    "relabelled": "with other alternate labels",
    "moved": "moved: other broader concepts",
    "described": "with another description, kind or code",
    "needs": "needs of occupations gained, lost or changed",
    "links": "other relations gained or lost",
}


_Labels = Mapping[str, str]


def _said(concept: Concept) -> str:
    return f"{concept.label} ({concept.id})"


def _named(id_: str, labels: _Labels) -> str:
    return labels.get(id_, id_)


def _merged(one: Merged, _: _Labels) -> str:
    return f"{_said(one.concept)} into {_said(one.into)}; {one.how.words}"


def _split(one: Split, _: _Labels) -> str:
    gone = "is gone" if one.gone else "lives on"
    return f"{_said(one.concept)} {gone}; parts: {', '.join(map(_said, one.into))}; {one.how.words}"


def _relabelled(one: Relabelled, _: _Labels) -> str:
    gained, lost = (", ".join(map(repr, names[:3])) for names in (one.gained, one.lost))
    return f"{_said(one.concept)}:{f' gained {gained}' if gained else ''}{f' lost {lost}' if lost else ''}"


def _moved(one: Moved, labels: _Labels) -> str:
    now, before = (", ".join(_named(id_, labels) for id_ in ids) for ids in (one.concept.broader, one.before))
    return f"{_said(one.concept)}: below {now or 'nothing'}; before, {before or 'nothing'}"


def _need(one: NeedChanged, labels: _Labels) -> str:
    who, what = (f"{_named(id_, labels)} ({id_})" for id_ in (one.occupation, one.skill))
    return f"{who} asks for {what}: {one.before or 'not'} before, {one.after or 'not'} now"


def _link(one: LinkChanged, labels: _Labels) -> str:
    how = "gained" if one.gained else "lost"
    return f"{how}: {_named(one.subject, labels)} - {one.predicate} - {_named(one.object, labels)}"


def _concept(one: Concept, _: _Labels) -> str:
    return _said(one)


LINES: Final[Mapping[str, Callable[[Any, _Labels], str]]] = {
    "added": _concept,
    "withdrawn": _concept,
    "merged": _merged,
    "split": _split,
    "renamed": lambda one, _: f"{one.before} is now {_said(one.concept)}",
    "relabelled": _relabelled,
    "moved": _moved,
    "described": lambda one, _: f"{_said(one.concept)}: {', '.join(one.aspects)}",
    "needs": _need,
    "links": _link,
}


def upgraded(told: Upgrade) -> None:
    """What differs, what is touched, what was carried on, and what to do next."""
    change(told.change)
    by_statement = [one for one in told.credentials if any(not touch.harmless for touch in one.touches)]
    say(
        f"\n{len(told.credentials):,} credentials state or ask for what changed; {len(by_statement):,} of them need a "
        "look, the others are carried on or only called otherwise."
    )
    _touched(by_statement or told.credentials)
    say(f"{len(told.found):,} credentials in whose texts other skills are found.")
    _touched(told.found)
    say(f"{len(told.pathways):,} pathways touched.")
    _touched(told.pathways)
    if told.carried:
        say(f"{len(told.carried):,} statements carried on, each with the line that says so.")
        for one in told.carried[:EXAMPLES]:
            say(f"          {one.owner}: {one.note}", "dim")
    for note in told.notes:
        say(note, "yellow")
    if told.why is not None:
        why(told.why)
    _next(told)


def _next(told: Upgrade) -> None:
    if told.published:
        say(f"\nServed now: snapshot {told.built.name}. To go back: stackway vocabulary upgrade {told.part} "
            f"--to {told.change.before}")  # fmt: skip
    else:
        say(f"\nNothing was changed: snapshot {told.built.name} was built aside and removed.")


def _touched(rows: Iterable[Touched]) -> None:
    found = list(rows)
    for one in found[:EXAMPLES]:
        say(f"          {one.name} ({one.id})")
        for touch in one.touches[:3]:
            where = f"  [{touch.evidence[0].locator}]" if touch.evidence else ""
            say(f"            {touch.text}{where}", "dim")
        if len(one.touches) > 3:
            say(f"            ... and {len(one.touches) - 3} more", "dim")
    if len(found) > EXAMPLES:
        say(f"          ... and {len(found) - EXAMPLES:,} more: --json lists all.", "dim")


def explained(told: Explained) -> None:
    """Why one list differs, and between which versions."""
    for one in told.changes:
        counts = ", ".join(f"{count:,} {name}" for name, count in one.counts().items() if count)
        say(f"Between {one.before} and {one.after}: {counts or 'nothing differs'}.")
    for note in told.notes:
        say(note, "yellow")
    why(told.why)


def why(told: AdviceChange) -> None:
    """Each credential that entered, left or moved, in sentences."""
    for sentence in told.goal:
        say(sentence)
    if told.same:
        say("\nThe suggestions are the same, in the same order.", "bold")
    for one in told.credentials:
        _credential(one)
    if told.stayed:
        say(f"\nIn the same place with another score: {', '.join(one.name for one in told.stayed[:EXAMPLES])}"
            f"{' ...' if len(told.stayed) > EXAMPLES else ''}.", "dim")  # fmt: skip


def _credential(one: CredentialChange) -> None:
    say(f"\n{one.name} ({one.credential}) {_place(one)}.", "bold")
    for part in one.parts[:4]:
        was, now = ("no score" if value is None else f"{value:.3f}" for value in (part.before, part.after))
        say(f"   {part.name}: {was} before, {now} now", "dim")
    for cause in one.causes:
        say(f"   - {cause}")


def _place(one: CredentialChange) -> str:
    if one.before is None:
        return f"entered the list as number {one.after}"
    if one.after is None:
        return f"left the list; it was number {one.before}"
    return f"{one.how} from {one.before} to {one.after}"
