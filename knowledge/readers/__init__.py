"""Files to blocks. One reader per format, chosen by the suffix; each takes the bytes and the file's name, and
whatever breaks inside it becomes a `BadDocument` that names the file. Parsers are imported where they are used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from knowledge.errors import KnowledgeError
from knowledge.limits import check_length, refused
from knowledge.model import Parsed
from knowledge.normalise import tidy

Reader = Callable[[bytes, str], Parsed]


@dataclass(frozen=True, slots=True)
class Format:
    """A readable format: its suffix, the module that reads it, and what people call such a file."""

    suffix: str
    module: str
    kind: str
    kind_zh: str


FORMATS = (
    Format(".md", "markdown", "Markdown file", " Markdown 文件"),
    Format(".markdown", "markdown", "Markdown file", " Markdown 文件"),
    Format(".html", "html", "HTML page", " HTML 页面"),
    Format(".htm", "html", "HTML page", " HTML 页面"),
    Format(".pdf", "pdf", "PDF", " PDF"),
    Format(".docx", "docx", "Word document", " Word 文档"),
    Format(".pptx", "pptx", "presentation", "演示文稿"),
    Format(".xlsx", "xlsx", "workbook", "工作簿"),
    Format(".csv", "csv", "table", "表格"),
    Format(".txt", "text", "text file", "文本文件"),
)
SUFFIXES = tuple(known.suffix for known in FORMATS)


def read(data: bytes, name: str) -> Parsed:
    """The blocks of one file. `name` decides the format and appears in every error."""
    suffix = PurePath(name).suffix.lower()
    known = next((known for known in FORMATS if known.suffix == suffix), None)
    if known is None:
        raise refused(
            name,
            f"no reader for {suffix or 'files without a suffix'}; readable: {' '.join(SUFFIXES)}",
            f"不支持 {suffix or '没有扩展名的文件'}，可读取的格式：{' '.join(SUFFIXES)}",
        )
    reader: Reader = import_module(f"knowledge.readers.{known.module}").read
    try:
        parsed = reader(data, name)
    except KnowledgeError:
        raise
    except Exception as error:  # parsers let whatever breaks inside them through as it comes
        why = tidy(str(error))[:200]
        raise refused(
            name, f"not a readable {known.kind} ({why})", f"不是可读取的{known.kind_zh}（文件可能已损坏）"
        ) from error
    check_length(sum(len(block.text) for block in parsed.blocks), name)
    if not any(block.text.strip() for block in parsed.blocks):
        raise refused(
            name,
            "no text in it (a scan without a text layer?)",
            "没有可读取的文字（可能是没有文字层的扫描件）",
        )
    return parsed
