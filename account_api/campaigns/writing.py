"""What a campaign must be like to be written down: texts without numbers of their own, titles where they are quoted, rules that
exist, an audience that is not everybody.
"""

from collections.abc import Iterator, Sequence

from account_api.campaigns import template
from account_api.campaigns.contract import CampaignCreate, RuleCite, Text, Title
from account_api.errors import refused
from risk.fields import FieldError
from risk.rulebook import Rulebook


def check(asked: CampaignCreate, rules: Rulebook) -> None:
    """Raises Malformed naming every field that is wrong."""
    errors = [*_texts(asked), *_titles(asked), *_cites(asked, rules), *_audience(asked)]
    if errors:
        raise refused(errors)


def _texts(asked: CampaignCreate) -> Iterator[FieldError]:
    named = {
        "title": asked.title,
        "text": asked.text,
        "course_title": asked.course_title,
        "lesson_title": asked.lesson_title,
    }
    for name, words in named.items():
        if words is not None:
            yield from _both(f"body.{name}", words)


def _both(field: str, words: Text | Title) -> Iterator[FieldError]:
    for lang in ("zh", "en"):
        yield from template.problems(f"{field}.{lang}", getattr(words, lang))


def _titles(asked: CampaignCreate) -> Iterator[FieldError]:
    """A title that is quoted must be given, and must not quote anything itself."""
    texts = (asked.title.zh, asked.title.en, asked.text.zh, asked.text.en)
    quoted = frozenset().union(*(template.used(text) for text in texts))
    for name in ("course_title", "lesson_title"):
        title: Title | None = getattr(asked, name)
        if name in quoted and title is None:
            text, text_zh = f"{{{name}}} is used but not given.", f"用到了 {{{name}}}，但没有给出。"
            yield FieldError(f"body.{name}", "missing", None, text, text_zh)
        if title is not None and template.used(title.zh) | template.used(title.en):
            text, text_zh = "A title has no placeholders.", "标题中不能有占位符。"
            yield FieldError(f"body.{name}", "placeholder", title.zh, text, text_zh)


def _cites(asked: CampaignCreate, rules: Rulebook) -> Iterator[FieldError]:
    known: Sequence[str] = rules.params()
    for place, cite in enumerate(asked.cites):
        if isinstance(cite, RuleCite) and cite.param not in known:
            text, text_zh = "There is no such rule parameter.", "没有该规则参数。"
            yield FieldError(f"body.cites.{place}.param", "not_found", cite.param, text, text_zh)


def _audience(asked: CampaignCreate) -> Iterator[FieldError]:
    if not asked.audience.conditions:
        text, text_zh = "An audience without a condition is everybody.", "没有任何条件的受众就是所有客户。"
        yield FieldError("body.audience", "everybody", None, text, text_zh)
