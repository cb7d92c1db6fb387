"""`liangrong risk plan|liquidate|stress`: what a plan, a forced liquidation or a stress scenario would do to the account
of a book file, as JSON.

Ratios are written as 1.40 or 140%. A value for one security is written CODE=VALUE.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, TypeVar, cast

import typer

from account_api.cli import books
from account_api.cli.rulebooks import of_home
from risk.account import Snapshot
from risk.deleverage import PlanRequest
from risk.deleverage import plan as find_plan
from risk.deleverage_model import Objective
from risk.fields import BookError, FieldError, Record, refuse
from risk.liquidation import LiquidationRequest, Until, counterfactual
from risk.liquidation import liquidate as run_liquidation
from risk.money import parse
from risk.repayment import DEFAULT_ORDER
from risk.stress import Requirement, scenario_named
from risk.stress import stress as run_stress
from risk.stress_file import read_scenarios
from risk.stress_result import Kind
from risk.stress_scenarios import SCENARIOS
from risk.stress_shocks import Facts
from risk.trade_costs import Costs

T = TypeVar("T")
ALL = "all"
_PERCENT = "%"

app = typer.Typer(rich_markup_mode=None)

Book = Annotated[str, typer.Argument(help="A book file (.json), or - for stdin.")]
Commission = Annotated[
    str | None, typer.Option(help="The commission rate, such as 0.00025; none if not given.")
]
Least = Annotated[str | None, typer.Option("--least-commission", help="The least commission of an order.")]
Duty = Annotated[
    str | None, typer.Option(help="The stamp duty on a sale; that of the rulebook if not given.")
]
Volume = Annotated[
    list[str] | None, typer.Option(help="An average daily volume in shares, as CODE=SHARES; may be repeated.")
]
Share = Annotated[str | None, typer.Option(help="The most of a day's volume to trade, such as 0.10.")]
First = Annotated[
    list[str] | None,
    typer.Option(help="A contract to repay first, or a rule: due, opened, rate, book; may be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, as this command always does.")]


@app.command()
def plan(
    book: Book,
    target: Annotated[
        str | None, typer.Option(help="The ratio to reach; the restore line if not given.")
    ] = None,
    objective: Annotated[str, typer.Option(help="cheapest, least_sold or fewest.")] = "cheapest",
    exclude: Annotated[
        list[str] | None, typer.Option(help="A security not to sell; may be repeated.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="A security that may be sold; may be repeated.")
    ] = None,
    cash: Annotated[str, typer.Option(help="The most money from outside.")] = "0",
    orders: Annotated[str | None, typer.Option(help="The most orders.")] = None,
    volume: Volume = None,
    share: Share = None,
    commission: Commission = None,
    least: Least = None,
    stamp_duty: Duty = None,
    repay_first: First = None,
    day: Annotated[
        str | None, typer.Option(help="The day of the trades; that of the book if not given.")
    ] = None,
    as_json: AsJson = True,
) -> None:
    """Print the plan that brings an account to a ratio by one objective, beside the alternatives."""
    del as_json
    with books.refusals():
        request = PlanRequest(
            target=_ratio_or_none("target", target),
            objective=cast(Objective, objective),
            exclude=tuple(exclude or ()),
            only=tuple(only or ()),
            cash=parse(cash, "cash"),
            orders=_whole_or_none("orders", orders),
            volumes=_volumes(volume),
            share=_ratio_or_none("share", share),
            costs=_costs(commission, least, stamp_duty),
            repay_first=tuple(repay_first or DEFAULT_ORDER),
            day=_day("day", day),
        )
        _print(find_plan(_at_home(book), of_home()["CN"], request).as_json())


@app.command()
def liquidate(
    book: Book,
    order: Annotated[
        str | None,
        typer.Option(
            help="What goes first, by commas: cash, shorts, securities, then liquidity, loss, opened, value or"
            " book; that of the contract if not given."
        ),
    ] = None,
    instead: Annotated[
        str | None, typer.Option(help="A second order: both runs are printed side by side.")
    ] = None,
    until: Annotated[str, typer.Option(help="restore_line, liquidation_line or no_debt.")] = "restore_line",
    price: Annotated[
        list[str] | None, typer.Option(help="A price to sell at, as CODE=PRICE; may be repeated.")
    ] = None,
    volume: Volume = None,
    share: Share = None,
    commission: Commission = None,
    least: Least = None,
    stamp_duty: Duty = None,
    repay_first: First = None,
    as_of: Annotated[
        str | None, typer.Option(help="The day of the sales; that of the book if not given.")
    ] = None,
    as_json: AsJson = True,
) -> None:
    """Print what a forced liquidation in the contract's order would sell, step after step, and what remains."""
    del as_json
    with books.refusals():
        request = LiquidationRequest(
            order=_names(order),
            until=cast(Until, until),
            prices=_by_code("price", price, parse),
            volumes=_volumes(volume),
            share=_ratio_or_none("share", share),
            costs=_costs(commission, least, stamp_duty),
            repay_first=tuple(repay_first or DEFAULT_ORDER),
            as_of=_day("as_of", as_of),
        )
        account, rules = _at_home(book), of_home()["CN"]
        if instead is None:
            _print(run_liquidation(account, rules, request).as_json())
        else:
            _print(counterfactual(account, rules, request, _names(instead)).as_json())


@app.command()
def stress(
    book: Book,
    scenario: Annotated[str, typer.Option(help="The name of a scenario, or all.")] = ALL,
    scenarios: Annotated[
        str | None,
        typer.Option(help="A file with scenarios of your own (.json); the packaged ones if not given."),
    ] = None,
    requirement: Annotated[str, typer.Option(help="held or recomputed.")] = "held",
    conversion_cut: Annotated[
        str, typer.Option(help="By how much conversion rates are cut; recomputed only.")
    ] = "0",
    line_rise: Annotated[str, typer.Option(help="By how much the lines are raised; recomputed only.")] = "0",
    beta: Annotated[list[str] | None, typer.Option(help="A beta, as CODE=NUMBER; may be repeated.")] = None,
    sector: Annotated[list[str] | None, typer.Option(help="A sector, as CODE=NAME; may be repeated.")] = None,
    board: Annotated[
        list[str] | None,
        typer.Option(help="A board, as CODE=NAME, where the code does not tell; may be repeated."),
    ] = None,
    as_json: AsJson = True,
) -> None:
    """Print an account before and after stress scenarios: lines crossed, distances, and what would cure it."""
    del as_json
    with books.refusals():
        judged = Requirement(
            cast(Kind, requirement),
            _ratio("conversion_cut", conversion_cut),
            _ratio("line_rise", line_rise),
        )
        facts = Facts(
            _by_code("beta", beta, parse), _by_code("sector", sector, _text), _by_code("board", board, _text)
        )
        known = (
            SCENARIOS
            if scenarios is None
            else read_scenarios(books.parse(books.read_text(scenarios), scenarios))
        )
        chosen = known if scenario == ALL else (scenario_named(scenario, known),)
        account, rules = _at_home(book), of_home()["CN"]
        results = [run_stress(account, rules, each, judged, facts).as_json() for each in chosen]
        _print({"id": account.id, "scenarios": results})


def _at_home(book: str) -> Snapshot:
    """The one account of a book file. Raises `BookError` for one of another place, which is not planned here."""
    account = books.read_one(book)
    if not isinstance(account, Snapshot):
        raise BookError([refuse("jurisdiction", "unsupported")])
    return account


def _ratio(name: str, text: str) -> Fraction:
    """1.40 or 140%."""
    return parse(text[:-1], name) / 100 if text.endswith(_PERCENT) else parse(text, name)


def _ratio_or_none(name: str, text: str | None) -> Fraction | None:
    return None if text is None else _ratio(name, text)


def _whole(text: str, name: str) -> int:
    errors: list[FieldError] = []
    found = Record({name: text}, "", errors, (name,)).whole(name)
    if errors:
        raise BookError(errors)
    return found


def _whole_or_none(name: str, text: str | None) -> int | None:
    return None if text is None else _whole(text, name)


def _text(text: str, _: str) -> str:
    return text


def _day(name: str, text: str | None) -> date | None:
    errors: list[FieldError] = []
    found = Record({name: text}, "", errors, (name,)).day_or_none(name)
    if errors:
        raise BookError(errors)
    return found


def _names(text: str | None) -> tuple[str, ...]:
    return () if text is None else tuple(each.strip() for each in text.split(","))


def _by_code(name: str, texts: Sequence[str] | None, reader: Callable[[str, str], T]) -> dict[str, T]:
    """What is written CODE=VALUE, each code once. Raises `BookError`."""
    found: dict[str, T] = {}
    for i, text in enumerate(texts or ()):
        code, _, rest = text.partition("=")
        if not code or not rest or code in found:
            raise BookError([refuse(f"{name}[{i}]", "duplicate" if code in found else "missing", text)])
        found[code] = reader(rest, f"{name}[{i}]")
    return found


def _volumes(texts: Sequence[str] | None) -> dict[str, int]:
    return _by_code("volume", texts, _whole)


def _costs(commission: str | None, least: str | None, stamp_duty: str | None) -> Costs:
    return Costs(
        commission=_ratio("commission", commission or "0"),
        minimum=parse(least or "0", "least_commission"),
        stamp_duty=_ratio_or_none("stamp_duty", stamp_duty),
    )


def _print(output: dict[str, object]) -> None:
    typer.echo(json.dumps(output, ensure_ascii=False))
