"""What the commands of `liangrong knowledge` share: the home they work on, and how they speak of errors."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.errors import BadRequest, KnowledgeError

if TYPE_CHECKING:
    from knowledge.catalogue import Catalogue
    from knowledge.library import Library
    from knowledge.settings import KnowledgeSettings

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON. 输出 JSON。")]
DateText = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")]


def settings() -> KnowledgeSettings:
    """The home that the environment names."""
    from knowledge.settings import KnowledgeSettings

    return KnowledgeSettings.from_environment(os.environ)


def prepared() -> KnowledgeSettings:
    """The settings of a home that holds the packaged texts."""
    from knowledge.ingest import ensure_corpus

    found = settings()
    ensure_corpus(found)
    return found


@contextmanager
def errors() -> Iterator[None]:
    """One error object on stderr and the exit code of the error."""
    try:
        yield
    except KnowledgeError as error:
        typer.echo(json.dumps(error.problem(), ensure_ascii=False), err=True)
        raise typer.Exit(error.exit_code) from None


@contextmanager
def opened_library() -> Iterator[Library]:
    """The library of the home, to search in."""
    from knowledge.library import Library

    with Library.open(prepared()) as library:
        yield library


@contextmanager
def opened_catalogue() -> Iterator[Catalogue]:
    """The catalogue alone: enough to list and to read, and open at once."""
    from knowledge.catalogue import Catalogue

    catalogue = Catalogue(prepared().catalogue_url)
    try:
        yield catalogue
    finally:
        catalogue.close()


def today() -> date:
    """The day in China by the home's clock."""
    from knowledge.days import day_in_china

    return day_in_china(settings().now())


def as_day(text: str | None, option: str) -> date | None:
    """An option's date; `BadRequest` for what is none."""
    from knowledge.metadata import as_date

    return as_date(text, option, BadRequest)
