"""`liangrong rules`: which rule was in force on a day, where it stands, and how it changed."""

import json
import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from account_api.cli.problems import malformed, not_found
from risk.fields import refuse
from risk.margin_calls import CHINA
from risk.rulebook import CN, Row, Rulebook, Standing, label, nearest
from risk.rulebook.units import show as show_value

app = typer.Typer(help="Show dated rules and their history.", no_args_is_help=True, rich_markup_mode=None)

Param = Annotated[str, typer.Argument(help="A rule parameter, such as financing_margin_ratio.")]
AsOf = Annotated[str | None, typer.Option(help="The day to look at, such as 2025-06-01; today if not given.")]
Jurisdiction = Annotated[str, typer.Option(help="Whose rules.")]
Scope = Annotated[list[str] | None, typer.Option(help="A condition, such as client_class=private_fund.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def show(
    param: Param,
    as_of: AsOf = None,
    jurisdiction: Jurisdiction = "CN",
    scope: Scope = None,
    json_: AsJson = False,
) -> None:
    """Show the value in force on a day, the one before and the one announced after it."""
    rules = _rules(param, jurisdiction)
    standing = rules.standing(param, _day(as_of), **_scope(scope))
    if json_:
        return _print(standing.as_json() | _labels(param))
    return typer.echo("\n".join(_standing_text(standing)))


@app.command()
def history(
    param: Param, jurisdiction: Jurisdiction = "CN", scope: Scope = None, json_: AsJson = False
) -> None:
    """Show every value a parameter has had, oldest first."""
    rows = _rules(param, jurisdiction).history(param, **_scope(scope))
    if json_:
        return _print({"param": param, **_labels(param), "history": [row.as_json() for row in rows]})
    title, title_en = label(param)
    return typer.echo("\n".join([f"{param}  {title} · {title_en}", *_rows_text(rows)]))


@app.command("list")
def list_(jurisdiction: Jurisdiction = "CN", as_of: AsOf = None, json_: AsJson = False) -> None:
    """List every parameter with what is in force."""
    rules, day = _rules(None, jurisdiction), _day(as_of)
    standings = [rules.standing(param, day) for param in rules.params()]
    if json_:
        return _print([each.as_json() | _labels(each.param) for each in standings])
    return typer.echo("\n".join(_overview(each) for each in standings))


def _overview(standing: Standing) -> str:
    rows = [row for row in (standing.in_force, *standing.variants) if row and row.applies_to != "extension"]
    values = " / ".join(dict.fromkeys(_value(row) for row in rows)) or "—"
    return f"{standing.param:<38} {values}  {label(standing.param)[0]}"


def _rules(param: str | None, jurisdiction: str) -> Rulebook:
    if jurisdiction != CN.jurisdiction:
        raise malformed([refuse("jurisdiction", "unsupported", jurisdiction)]).stop()
    if param is not None and param not in CN.params():
        close = nearest(param)
        hint = f" Nearest: {', '.join(close)}." if close else " See: rules list."
        hint_zh = f"最接近的有：{'、'.join(close)}。" if close else "可用 rules list 查看全部。"
        raise not_found(
            f"There is no parameter {param}.{hint}", f"没有参数 {param}。{hint_zh}", "param", param
        ).stop()
    return CN


def _scope(conditions: Sequence[str] | None) -> dict[str, str]:
    scope = {}
    for each in conditions or ():
        key, equals, value = each.partition("=")
        if not equals or key not in CN.conditions():
            raise malformed([refuse("scope", "not_one_of", each)]).stop()
        scope[key] = value
    return scope


def _day(as_of: str | None) -> date:
    try:
        return _today() if as_of is None else date.fromisoformat(as_of)
    except ValueError as error:
        raise malformed([refuse("as_of", "bad_date", as_of)]).stop() from error


def _today() -> date:
    """The pinned day of the environment or of the home (read as text: the settings classes load slowly), or today."""
    pinned = os.environ.get("LIANGRONG_CLOCK") or _home_clock()
    return datetime.fromisoformat(pinned).date() if pinned else datetime.now(CHINA).date()


def _home_clock() -> str | None:
    facts = Path(os.environ.get("LIANGRONG_HOME", ".data")) / "home.json"
    if not facts.is_file():
        return None
    clock: str | None = json.loads(facts.read_text(encoding="utf-8")).get("clock")
    return clock


def _labels(param: str) -> dict[str, object]:
    title, title_en = label(param)
    return {"label_zh": title, "label_en": title_en}


def _standing_text(standing: Standing) -> list[str]:
    title, title_en = label(standing.param)
    lines = [f"{standing.param}  {title} · {title_en}", f"{standing.as_of}"]
    lines += _rows_text([standing.in_force]) if standing.in_force else []
    if not standing.in_force and not standing.variants:
        lines.append("  no rule is known on that day · 该日没有已知规则")
    lines += _titled("other cases · 其他情形", standing.variants)
    lines += _titled("before · 此前", [standing.previous] if standing.previous else [])
    return lines + _titled("announced · 将生效", [standing.next] if standing.next else [])


def _titled(title: str, rows: Sequence[Row]) -> list[str]:
    return [f"{title}:", *_rows_text(rows)] if rows else []


def _rows_text(rows: Sequence[Row]) -> list[str]:
    lines = []
    for row in rows:
        scope = " ".join(f"{key}={value}" for key, value in row.scope.items())
        span = f"{row.valid_from} – {row.valid_to or '…'}"
        lines.append(f"  {_value(row)}  [{span}] {row.layer} {row.applies_to} {scope}".rstrip())
        lines.append(f"    {row.note_zh}")
        lines.append(f"    {row.note}")
        lines.append(f"    {row.source}{row.article or ''} ({row.confidence})")
    return lines


def _value(row: Row) -> str:
    doubt = "" if row.verified else "（未核实 unverified）"
    return show_value(row.value_zh or row.value, row.unit, "zh") + doubt


def _print(output: object) -> None:
    typer.echo(json.dumps(output, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    app()
