"""`liangrong guard check`: what of a text would not go out to a client, why, and how it may be said."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.output import BAD_INPUT, INTERNAL, NOT_FOUND, fail, problem
from bot.review import MOST_CHARACTERS, Review

if TYPE_CHECKING:
    from bot.proof.tally import Tally

SOME_HELD = 1
Json = dict[str, Any]

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)


@app.callback()
def guard() -> None:
    """Check texts before they go out."""


@app.command()
def check(
    text: Annotated[str, typer.Argument(help="The text, or - to read it from standard input.")],
    client: Annotated[
        str | None, typer.Option(help="The client it is for; without one, rules and wording only.")
    ] = None,
    user: Annotated[
        str | None, typer.Option("--as", help="The demo user who asks; the client itself if not given.")
    ] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="The day it is said on, YYYY-MM-DD.")] = None,
    lang: Annotated[str, typer.Option(help="The language of the reasons: zh or en.")] = "zh",
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole review as JSON.")] = False,
) -> None:
    """Judge every number and claim of a text. Exit: 0 it may go out, 1 something is marked, 2 bad input, 3 no such client."""
    words = sys.stdin.read() if text == "-" else text
    if not words.strip() or len(words) > MOST_CHARACTERS:
        title = f"Give a text of at most {MOST_CHARACTERS} characters"
        fail(problem(422, title, f"请给出不超过 {MOST_CHARACTERS} 字的文字", "text", "bad_length"), BAD_INPUT)
    found = asyncio.run(_reviewed(words, client, user or client, _day(as_of)))
    body = found.as_json()
    sys.stdout.write(json.dumps(body, ensure_ascii=False) + "\n" if as_json else readable(body, lang))
    raise SystemExit(0 if found.passed else SOME_HELD)


@app.command()
def mutate(
    sample: Annotated[int, typer.Option(help="Of the conversations only every n-th.", min=1)] = 1,
    door: Annotated[
        bool, typer.Option("--door", help="Send the answers in as drafts, judged like anybody's text.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the table as JSON.")] = False,
) -> None:
    """Change real answers by one thing each and count what the guard catches. Exit: 0 the goal is reached, 1 it is not."""
    from bot.proof.tally import readable as table

    tally = asyncio.run(_mutated(sample, door))
    sys.stdout.write(json.dumps(tally.as_json()) + "\n" if as_json else table(tally))
    raise SystemExit(0 if tally.reached else SOME_HELD)


async def _mutated(sample: int, door: bool) -> Tally:
    """The table over the demo firm's own answers, on a home that is thrown away: complaints are filed on the way."""
    from tempfile import TemporaryDirectory

    from account_api.settings import Settings
    from bot.proof.answers import answers, conversations
    from bot.proof.door import drafts, lets_out
    from bot.proof.tally import tallied
    from bot.wiring import open_product

    with TemporaryDirectory() as home:
        async with open_product(Settings(home=Path(home))) as product:
            asked = tuple(conversations())[::sample]
            told = [answer async for answer in answers(product, asked)]
            return tallied(await drafts(product, told), lets_out) if door else tallied(told)


async def _reviewed(text: str, client: str | None, user: str | None, day: date | None) -> Review:
    from account_api.client import AccountError
    from bot.reviewer import NotToBeSeen, OutOfReach
    from bot.wiring import open_product

    async with open_product() as product:
        try:
            token = (await product.accounts.demo_sign_in(user)).token if user else None
            return await product.reviewer().review(text, token, client, day)
        except (NotToBeSeen, AccountError):
            fail(
                problem(
                    404, "No such client", "没有这个客户，或无权查看", "client", "not_found", str(client)
                ),
                NOT_FOUND,
            )
        except OutOfReach:
            fail(
                problem(503, "The evidence is out of reach", "依据暂时取不到", "client", "unreachable"),
                INTERNAL,
            )


def _day(value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        fail(
            problem(
                422,
                "as_of is not a day YYYY-MM-DD",
                "as_of 不是 YYYY-MM-DD 日期",
                "as_of",
                "bad_date",
                str(value),
            ),
            BAD_INPUT,
        )


def readable(review: Json, lang: str) -> str:
    """A review for a terminal: each mark with its reason and repair, then the text put right."""
    return "\n".join(_lines(review, "en" if lang == "en" else "zh")) + "\n"


def _lines(review: Json, lang: str) -> Iterator[str]:
    english = lang == "en"
    if review["passed"]:
        yield (
            f"✓ may go out; numbers checked: {review['checked']}"
            if english
            else f"✓ 可以发出；核对数字 {review['checked']} 处"
        )
        return
    for issue in review["issues"]:
        yield f"✗ {issue['text'] or '…'}  [{issue['code']}]  {issue['why'][lang]}"
        if issue["fix"]:
            yield f"    → {issue['fix']}"
    if review["corrected"]:
        yield ("May go out instead: " if english else "可以改为：") + review["corrected"]
