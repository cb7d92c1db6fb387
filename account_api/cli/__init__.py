"""The command line of the account service: one Typer app a file, mounted by whoever owns the `liangrong` script."""
