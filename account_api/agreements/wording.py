"""A template's body made into the document of one client: filled, written out as one exact text, and hashed.

The text is what is signed. It is kept as it was made and never made again, so that a later change of the templates, of a
name or of these words changes no signed text; its SHA-256 is in the signature and in the audit trail.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from account_api.agreements.terms import TermsSet
from account_api.agreements.words import NAMES, words_of

PARTIES = ("firm", "client", "client_id")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Party:
    """Whom the document names, in Chinese and in English."""

    firm: tuple[str, str]
    client: str
    client_id: str


@dataclass(frozen=True, slots=True)
class Document:
    """A body with its places filled, and the text that is signed."""

    body: dict[str, Any]
    text: str

    @property
    def sha256(self) -> str:
        return digest(self.text)


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def document(
    title: Mapping[str, str], version: int, body: Mapping[str, Any], terms: TermsSet, party: Party
) -> Document:
    """The document of one client from a version of a template; a clause that states a term which is not set is left out."""
    places, unset = _places(terms, party), {name for name, value in terms.flat().items() if value is None}
    filled = {
        "sections": [
            {
                **section,
                "clauses": [
                    _filled(each, places) for each in section["clauses"] if each["term"] not in unset
                ],
            }
            for section in body["sections"]
        ],
        "disclosures": [_filled(each, places) for each in body["disclosures"]],
    }
    return Document(filled, "\n".join(_lines(title, version, filled)) + "\n")


def used(text: str) -> frozenset[str]:
    """The names of the places in a text."""
    return frozenset(_PLACEHOLDER.findall(text))


def unknown(text: str) -> frozenset[str]:
    """Places that nothing fills, and lone braces."""
    stray = {"{}"} if set(_PLACEHOLDER.sub("", text)) & {"{", "}"} else set()
    return frozenset({*(used(text) - set(NAMES) - set(PARTIES)), *stray})


def numbers_of(body: Mapping[str, Any]) -> dict[str, str]:
    """The number of the clause that states each term."""
    return {clause["term"]: clause["no"] for clause in clauses(body) if clause["term"]}


def clauses(body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every clause of a body, in order."""
    return (clause for section in body["sections"] for clause in section["clauses"])


def _places(terms: TermsSet, party: Party) -> dict[str, tuple[str, str]]:
    flat = terms.flat()
    return {
        **{name: words_of(name, flat) for name in NAMES},
        "firm": party.firm,
        "client": (party.client, party.client),
        "client_id": (party.client_id, party.client_id),
    }


def _filled(each: Mapping[str, Any], places: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    return {**each, **{language: _fill(each[language], places, n) for n, language in enumerate(("zh", "en"))}}


def _fill(text: str, places: Mapping[str, tuple[str, str]], language: int) -> str:
    """A brace in a name that is filled in stays as it is: the text is read once."""
    return _PLACEHOLDER.sub(lambda found: places[found[1]][language], text)


def _lines(title: Mapping[str, str], version: int, filled: Mapping[str, Any]) -> Iterator[str]:
    yield f"{title['zh']}  {title['en']}  ({version})"
    for section in filled["sections"]:
        yield f"\n{section['no']}  {section['title']['zh']}  {section['title']['en']}"
        for clause in section["clauses"]:
            yield from (f"{clause['no']}  {clause['zh']}", clause["en"])
    for each in filled["disclosures"]:
        yield f"\n{each['no']}  {each['title']['zh']}  {each['title']['en']}"
        yield from (each["zh"], each["en"])
