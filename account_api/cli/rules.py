"""`liangrong rules`: which rule was in force on a day, where it stands, how it changed, and a firm's own rows.

Two clocks: `--as-of` is the day whose rules are asked for, `--known-on` the day on which somebody knew them.
"""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from account_api.cli import books, rules_text
from account_api.cli.problems import ExitCode, malformed, not_found, unreadable
from account_api.cli.rulebooks import of_home
from risk.fields import refuse
from risk.margin_calls import CHINA
from risk.rulebook import PACKAGED, REFERENCE, Rulebook, changes, label, nearest, read_firm_rules

app = typer.Typer(
    help="Show dated rules and their history; bring a firm's own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Param = Annotated[str, typer.Argument(help="A rule parameter, such as financing_margin_ratio.")]
AsOf = Annotated[str | None, typer.Option(help="The day to look at, such as 2025-06-01; today if not given.")]
ByDay = Annotated[str | None, typer.Option("--as-of", help="Only what was in force by this day.")]
KnownOn = Annotated[str | None, typer.Option(help="As it could be known on this day; today if not given.")]
Jurisdiction = Annotated[str, typer.Option(help="Whose rules: CN, HK or US.")]
Scope = Annotated[list[str] | None, typer.Option(help="A condition, such as client_class=private_fund.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def show(
    param: Param,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    jurisdiction: Jurisdiction = "CN",
    scope: Scope = None,
    json_: AsJson = False,
) -> None:
    """Show the value in force on a day, the one before and the one announced after it."""
    rules = _rules(jurisdiction, known_on)
    standing = rules.standing(_param(rules, param), _day("as_of", as_of), **_scope(rules, scope))
    if json_:
        return _print(standing.as_json() | _reference(rules))
    return typer.echo("\n".join((*rules_text.heading(rules), *rules_text.standing(standing))))


@app.command()
def history(
    param: Param,
    known_on: KnownOn = None,
    jurisdiction: Jurisdiction = "CN",
    scope: Scope = None,
    json_: AsJson = False,
) -> None:
    """Show every value a parameter has had, oldest first."""
    rules = _rules(jurisdiction, known_on)
    name = _param(rules, param)
    rows = rules.history(name, **_scope(rules, scope))
    if json_:
        listed = [row.as_json() for row in rows]
        return _print({"param": name, **_labels(name), "history": listed} | _reference(rules))
    return typer.echo("\n".join((*rules_text.heading(rules), rules_text.title(name), *rules_text.rows(rows))))


@app.command()
def diff(
    param: Param,
    as_of: ByDay = None,
    known_on: KnownOn = None,
    jurisdiction: Jurisdiction = "CN",
    scope: Scope = None,
    json_: AsJson = False,
) -> None:
    """Show how a parameter changed, day by day: what it was, what it became, tightened or loosened."""
    rules = _rules(jurisdiction, known_on)
    name = _param(rules, param)
    until = None if as_of is None else _day("as_of", as_of)
    found = changes(rules, name, until, **_scope(rules, scope))
    if json_:
        listed = [change.as_json() for change in found]
        return _print({"param": name, **_labels(name), "changes": listed} | _reference(rules))
    return typer.echo(
        "\n".join((*rules_text.heading(rules), rules_text.title(name), *rules_text.changes(found)))
    )


@app.command("list")
def list_(
    jurisdiction: Jurisdiction = "CN", as_of: AsOf = None, known_on: KnownOn = None, json_: AsJson = False
) -> None:
    """List every parameter with what is in force."""
    rules, day = _rules(jurisdiction, known_on), _day("as_of", as_of)
    standings = [rules.standing(param, day) for param in rules.params()]
    if json_:
        return _print([each.as_json() | _reference(rules) for each in standings])
    return typer.echo(
        "\n".join((*rules_text.heading(rules), *(rules_text.overview(each) for each in standings)))
    )


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(help="The firm's rows for one jurisdiction, YAML or JSON.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what it would do.")] = False,
    json_: AsJson = False,
) -> None:
    """Take over a firm's own rows: they may tighten, never loosen. The file replaces what was set before.

    Prints every row with what it changes or why it is refused; exit code 1 where a row is refused.
    """
    body = _file(file)
    report = _tried(body) if dry_run else _kept(body)
    _print(report) if json_ else typer.echo("\n".join(rules_text.report(report)))
    if not report["accepted"]:
        raise typer.Exit(ExitCode.ITEMS_FAILED)


def _tried(body: Any) -> dict[str, Any]:
    """What the file would do here; against the packaged rows alone where there is no home."""
    if not (Path(os.environ.get("LIANGRONG_HOME", ".data")) / "home.json").is_file():
        return read_firm_rules(body, PACKAGED).as_json()
    from account_api.cli.service import opened
    from account_api.rules import firm_rules

    with opened() as context, context.transaction(writes=False) as session:
        return firm_rules.report(session, body).as_json()


def _kept(body: Any) -> dict[str, Any]:
    from account_api.cli.service import opened
    from account_api.rules import firm_rules

    with opened() as context, context.transaction() as session:
        report = firm_rules.report(session, body)
        return (
            firm_rules.take_over(context, session, "operator", body) if report.accepted else report.as_json()
        )


def _file(name: str) -> Any:
    try:
        text = books.read_text(name)
        if Path(name).suffix not in (".yaml", ".yml"):
            return books.parse(text, name)
    except books.UnreadableBook as error:
        raise error.problem.stop() from error
    import yaml

    try:
        return _plain(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise unreadable(name, f"not YAML: {error}", f"不是 YAML：{error}").stop() from error


def _plain(value: Any) -> Any:
    """YAML reads 2026-12-01 as a day; here it is text, as in JSON."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _rules(jurisdiction: str, known_on: str | None) -> Rulebook:
    rules = of_home().get(jurisdiction)
    if rules is None:
        raise malformed([refuse("jurisdiction", "unsupported", jurisdiction)]).stop()
    return rules if known_on is None else rules.known_on(_day("known_on", known_on))


def _param(rules: Rulebook, param: str) -> str:
    name = rules.canonical(param)
    if name is not None:
        return name
    close = nearest(param, among=rules.params())
    hint = f" Nearest: {', '.join(close)}." if close else " See: rules list."
    hint_zh = f"最接近的有：{'、'.join(close)}。" if close else "可用 rules list 查看全部。"
    raise not_found(
        f"There is no parameter {param}.{hint}", f"没有参数 {param}。{hint_zh}", "param", param
    ).stop()


def _scope(rules: Rulebook, conditions: Sequence[str] | None) -> dict[str, str]:
    scope = {}
    for each in conditions or ():
        key, equals, value = each.partition("=")
        if not equals or key not in rules.conditions():
            raise malformed([refuse("scope", "not_one_of", each)]).stop()
        scope[key] = value
    return scope


def _day(field: str, given: str | None) -> date:
    try:
        return _today() if given is None else date.fromisoformat(given)
    except ValueError as error:
        raise malformed([refuse(field, "bad_date", given)]).stop() from error


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


def _reference(rules: Rulebook) -> dict[str, object]:
    known = REFERENCE.get(rules.jurisdiction)
    return {"reference": {"zh": known[0], "en": known[1]}} if known else {}


def _print(output: object) -> None:
    typer.echo(json.dumps(output, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    app()
