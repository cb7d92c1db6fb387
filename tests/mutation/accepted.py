"""Mutants that no test can notice, each with the reason; a survivor that is not listed here fails the run."""

Key = tuple[str, str, str, str]

ACCEPTED: dict[Key, str] = {
    ("risk.cures", "_Desk._cures", "True", "False"): (
        "`strict` of a zip whose two sides come from the same rows: it states that they are equally long"
    ),
}
