"""The language of a document. By its script where that decides, else by the small words that no sentence does
without; the library answers in Chinese and English, and says so when a document is in another language."""

from __future__ import annotations

import re

from knowledge.normalise import language

LANGUAGES = ("zh", "en")
"""In which questions are answered."""
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]"), 0.05),
    ("ko", re.compile(r"[\uac00-\ud7af]"), 0.15),
    ("ru", re.compile(r"[\u0400-\u04ff]"), 0.3),
    ("ar", re.compile(r"[\u0600-\u06ff]"), 0.3),
    ("th", re.compile(r"[\u0e00-\u0e7f]"), 0.3),
    ("hi", re.compile(r"[\u0900-\u097f]"), 0.3),
)
_SAMPLE = 20_000
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[a-zà-öø-ÿāăąćčđęěłńňőřśšůűźżž]+")
_SMALL_WORDS = (
    ("en", "the of and to in is for that on with be as are by or it from at an this"),
    ("fr", "le la les des du et est une dans que pour qui par sur au aux ne pas avec sont"),
    ("de", "der die das und ist nicht mit den dem ein eine zu auf für von im des wird sich auch"),
    ("es", "el los las del y es una que en por para con se no su al como más sus lo"),
    ("pt", "o os as do da dos das e é uma que em por para com não se ao na no são"),
    ("it", "il lo gli le di e è una che in per con non si del della dei alla sono da"),
)


def document_language(text: str) -> str:
    """`zh`, `en` or another ISO 639-1 code that the writing makes plain."""
    text = text[:_SAMPLE]
    letters = len(_LETTER.findall(text))
    for code, script, least in _SCRIPTS:
        if letters and len(script.findall(text)) >= least * letters:
            return code
    if language(text) == "zh":
        return "zh"
    words = _WORD.findall(text.lower())
    counts = [(sum(words.count(word) for word in small.split()), code) for code, small in _SMALL_WORDS]
    most, code = max(counts, key=lambda counted: counted[0])
    return code if most >= 3 else "en"
