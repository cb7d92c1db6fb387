"""What the editors' desk keeps, beside the catalogue and in its transactions: submissions with the bytes as they came,
notices, the firm's own glossary, what became of gaps, and the log of every act."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Integer, LargeBinary, MetaData, Table, Text

DESK = MetaData()

SUBMISSIONS = Table(
    "editorial_submissions",
    DESK,
    Column("id", Integer, primary_key=True),
    Column("file", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("submitted_by", Text, nullable=False),
    Column("submitted_at", Text, nullable=False),
    Column("reviewed_by", Text),
    Column("reviewed_at", Text),
    Column("note", Text, nullable=False),
    Column("review_note", Text),
    Column("version", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("stated_from", Date),
    Column("stated_to", Date),
    Column("quarantined", Boolean, nullable=False),
    Column("published_by", Text),
    Column("published_at", Text),
)
"""`summary` is what the file said when it came, so that the list never depends on reading it again; `base` names the
versions of its series in use then, so that a review of an outdated base is noticed."""

FILES = Table(
    "editorial_files",
    DESK,
    Column("submission", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)

NOTICES = Table(
    "editorial_notices",
    DESK,
    Column("id", Integer, primary_key=True),
    Column("topic", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("start", Text, nullable=False),
    Column("until", Text),
    Column("author", Text, nullable=False),
    Column("set_at", Text, nullable=False),
    Column("ended_at", Text, index=True),
)

GLOSSARY = Table(
    "editorial_glossary",
    DESK,
    Column("term", Text, primary_key=True),
    Column("zh", Text, nullable=False),
    Column("hant", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("added_by", Text, nullable=False),
    Column("added_at", Text, nullable=False),
)

RESOLUTIONS = Table(
    "editorial_gap_resolutions",
    DESK,
    Column("gap", Integer, primary_key=True, autoincrement=False),
    Column("how", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("resolved_by", Text, nullable=False),
    Column("resolved_at", Text, nullable=False),
    Column("times", Integer, nullable=False),
)
"""`times`: how often the question had failed when it was resolved. More than that: it has failed again."""

LOG = Table(
    "editorial_log",
    DESK,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
)
