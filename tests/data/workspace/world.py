"""Small readings to keep in a workspace."""

from data.reading import Reading, Report
from data.tables import TableRows


def reading(*labels: str, source: str = "knots.csv", learner: str = "") -> Reading:
    """A reading with one skill per label (identifier `x:<label>`), one row set aside, and perhaps an award."""
    rows = TableRows(issuer="x", source=source)
    for line, label in enumerate(labels, start=2):
        rows.add("skills", locator=f"{source}:{line}", id=f"x:{label}", vocabulary="x", label=f"{label} of {source}")
    if learner:
        rows.add(
            "awards",
            locator=f"{source}:2",
            learner=learner,
            credential="x:c",
            state="awarded",
            date="",
            known="verified",
        )
    report = Report(source, remarks=["a remark"])
    report.read["skills"] = len(labels)
    report.set_aside(f"{source}:99", "two values where the header has three")
    return Reading(rows.tables(), report)
