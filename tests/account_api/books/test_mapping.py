"""The firm's own words: files, columns, values, constants, dates, encodings; what the mapping itself gets wrong is named."""

from pathlib import Path

import pytest

from account_api.books.errors import BookRefused
from account_api.books.mapping import OURS, BookMapping, read_mapping
from account_api.errors import Malformed
from tests.account_api.books.conftest import Ledger, cells_of, put_cells

MAPPING = """
encoding: gb18030
delimiter: ";"
trim: true
dates: "%Y%m%d"
files:
  accounts:
    columns: {营业部: null}
  contracts:
    file: 合约.csv
    columns: {客户号: id, 类别: kind, 合约号: contract, 开仓日: opened, 到期日: due}
    values: {kind: {融资: financing, 融券: short}}
    constants: {fee_basis: market_value}
"""


def as_the_firm_writes(book: Path) -> None:
    """The book with the firm's own names, words, dates and signs."""
    for path in list(book.iterdir()):
        rows = [[cell.replace("-", "") if cell[:2] in ("20", "19") else cell for cell in row]
                for row in cells_of(book, path.stem)]  # fmt: skip
        if path.stem == "contracts":
            words = {"financing": "融资", "short": "融券"}
            rows = [["客户号", "类别", "合约号", *rows[0][3:10], "开仓日", "到期日"],
                    *([f" {row[0]} ", words[row[1]], *row[2:]] for row in rows[1:])]  # fmt: skip
        if path.stem == "accounts":
            rows = [["营业部", *rows[0]], *(["总部", *row] for row in rows[1:])]
        path.unlink()
        name = "合约.csv" if path.stem == "contracts" else path.name
        text = "\n".join(";".join(_quoted(cell) for cell in row) for row in rows)
        (book / name).write_bytes(text.encode("gb18030"))


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def test_a_book_in_the_firms_own_words_says_the_same(sqlite: Ledger, book: Path) -> None:
    as_the_firm_writes(book)
    report = sqlite.take(book, mapping=read_mapping(MAPPING))
    counts = sqlite.counts(report)
    assert counts["contracts"] == (16, 0, 0) and counts["holdings"] == (32, 0, 0)
    assert "合约.csv" in {each["file"] for each in report["files"]}
    contracts = sqlite.rows()["contracts"]
    assert {row[2] for row in contracts} == {"financing", "short"}
    assert all("market_value" in row for row in contracts)


def test_mistakes_are_named_by_the_firms_own_columns(sqlite: Ledger, book: Path) -> None:
    heading, *rows = cells_of(book, "prices")
    put_cells(book, "prices", [["代码", "现价"], [rows[0][0], "12.3.4"], *rows[1:]])
    mapping = read_mapping("files: {prices: {columns: {代码: security, 现价: price}}}")
    with pytest.raises(BookRefused) as refused:
        sqlite.take(book, mapping=mapping)
    (error,) = refused.value.errors
    assert error.text.startswith("prices.csv:2 现价 ") and heading == ["security", "price"]


def test_a_file_that_the_mapping_names_must_be_there(sqlite: Ledger, book: Path) -> None:
    with pytest.raises(BookRefused) as refused:
        sqlite.take(book, mapping=read_mapping("files: {holdings: {file: 持仓.csv}}"))
    assert [each.field for each in refused.value.errors] == ["持仓.csv"]


def test_without_a_word_the_names_are_ours() -> None:
    assert read_mapping("{}") == OURS == BookMapping()


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("[1]", ["mapping"]),
        ("a: [", ["mapping"]),
        ("colums: {}", ["mapping.colums"]),
        ("files: {holding: {}}", ["files.holding"]),
        ("files: {holdings: {columns: {A: quantiy}}}", ["files.holdings.columns.A"]),
        ("files: {holdings: {values: {kind: {A: b}}}}", ["files.holdings.values.kind"]),
        ("files: {holdings: {constants: {id: [1]}}}", ["files.holdings.constants.id"]),
        ("files: {holdings: {file: ../x.csv}}", ["files.holdings.file"]),
        ("encoding: klingon", ["encoding"]),
        ('delimiter: ""', ["delimiter"]),
        ("trim: 1", ["trim"]),
        ("dates: 5\ntrim: x", ["trim", "dates"]),
    ],
)
def test_what_the_mapping_gets_wrong_is_named(text: str, fields: list[str]) -> None:
    with pytest.raises(Malformed) as refused:
        read_mapping(text)
    assert [each.field for each in refused.value.errors] == fields


def test_a_constant_is_read_like_a_cell(sqlite: Ledger, book: Path) -> None:
    with pytest.raises(BookRefused) as refused:
        sqlite.take(book, mapping=read_mapping("files: {prices: {constants: {volume: many}}}"))
    assert [(each.line, each.column, each.code) for each in refused.value.errors] == [
        (1, "constants", "not_decimal")
    ]


def test_a_mapping_that_unfolds_or_is_too_long_is_refused_at_once() -> None:
    unfolds = "a: &a [x]\nencoding: [*a, *a]\n"
    for text, code in ((unfolds, "unsupported"), ("#" * (64 * 1024 + 1), "too_long")):
        with pytest.raises(Malformed) as caught:
            read_mapping(text)
        assert [each.code for each in caught.value.errors] == [code]
