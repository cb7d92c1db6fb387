"""`liangrong knowledge`: the library's own commands, which need nobody's name, and those of its editors' desk."""

from __future__ import annotations

import typer

from bot.commands import knowledge_check, knowledge_desk
from knowledge import cli

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)


@app.callback()
def knowledge() -> None:
    """Documents and their validity. 文档与效力。"""


app.add_typer(cli.app)
app.add_typer(knowledge_desk.app)
app.add_typer(knowledge_check.app)
