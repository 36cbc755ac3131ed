"""What holds for every column, number, date and order of rows."""

import datetime as dt
import typing
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError, create_model

from rules.core.period import Month
from rules.core.record import (
    Choice,
    Code,
    Integer,
    Money,
    Number,
    Percent,
    Quantity,
    Record,
    TableInfo,
    column,
    columns_of,
)
from rules.core.text import Text, clean
from sync.backends.base import Snapshot, Tab
from sync.reading import read_office
from sync.reading.cells import Invalid, Reader
from sync.reading.numbers import Unclear, parse_date, parse_number, parse_time
from tests.reading.workbooks import PARTS, Part

LOCALES = {"vi_VN": (".", ","), "en_US": (",", "."), "de_DE": (".", ","), "fr_FR": ("\u202f", ","), "es_MX": (",", ".")}
FIGURES = st.decimals(min_value=-(10**15), max_value=10**15, allow_nan=False, allow_infinity=False, places=None).map(
    lambda number: round(number, 6)
)


class Grade(Choice):
    """A drop-down list."""

    GOOD = "good", "Tốt", "Good"
    POOR = "poor", "Kém", "Poor"


def as_typed(text):
    """Return a text in the form in which a cell's text becomes a value."""
    return clean(text.removeprefix("'"))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(lambda text: as_typed(text) == text != "")
BOUNDS = st.decimals(min_value=-20, max_value=20, places=1)
VALUES = {
    Code: TEXTS, str: TEXTS, Integer: st.integers(-20, 20), bool: st.booleans(), Grade: st.sampled_from(Grade),
    dt.date: st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), Month: st.builds(Month, st.integers(2000, 2099),
    st.integers(1, 12)),
    dt.time: st.builds(dt.time, st.integers(0, 23), st.integers(0, 59)),
} | dict.fromkeys((Money, Quantity, Number, Percent), BOUNDS)  # fmt: skip


def record_of(kind, *, optional, constraints, default):
    """Return a record class of one field."""
    hint = kind | None if optional else kind
    given_default = {} if default is ... else {"default": default}
    field = column(given_default.get("default", ...), vi="Cột", en="Field", **constraints)
    made = create_model("One", __base__=Record, field=(hint, field))
    made.table = TableInfo("one", Text("Một", "One"), key=("field",))
    return made


def constraints_of(kind):
    if kind in (Code, str):
        lengths = st.integers(0, 6)
        return st.fixed_dictionaries(
            {}, optional={"min_length": lengths, "max_length": lengths, "pattern": st.just(r"^[^x]*$")}
        )
    if kind in (Money, Quantity, Number, Percent):
        return st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("gt", "ge", "lt", "le"), BOUNDS) | {"multiple_of": st.just(Decimal("0.5"))}
        )
    if kind is Integer:
        return st.fixed_dictionaries({}, optional=dict.fromkeys(("gt", "ge", "lt", "le"), st.integers(-20, 20)))
    if kind is dt.date:
        return st.fixed_dictionaries({}, optional=dict.fromkeys(("gt", "ge", "lt", "le"), VALUES[dt.date]))
    return st.just({})


@st.composite
def columns_and_cells(draw):
    kind = draw(st.sampled_from(list(VALUES)))
    constraints = draw(constraints_of(kind))
    optional = draw(st.booleans())
    default = draw(st.sampled_from([..., None]) if optional else st.one_of(st.just(...), VALUES[kind]))
    cells = draw(st.lists(VALUES[kind], max_size=12))
    return record_of(kind, optional=optional, constraints=constraints, default=default), cells


@given(columns_and_cells())
@example((record_of(Integer, optional=False, constraints={"gt": 0}, default=0), [0, 1]))
@example((record_of(str, optional=True, constraints={"min_length": 2}, default=None), ["a", "ab"]))
def test_a_column_lets_pass_exactly_what_the_record_class_accepts(drawn):
    record, cells = drawn
    (only,) = columns_of(record)
    # What a spreadsheet hands out: numbers are floats, drop-down lists texts.
    raw = [float(cell) if isinstance(cell, (Decimal, int)) and not isinstance(cell, bool) else cell for cell in cells]
    raw = [str(cell) if isinstance(cell, (Grade, Month)) else cell for cell in raw]
    reader = Reader(only, "en_GB")
    values = reader.read(raw)
    assert len(values) == len(cells)
    for cell, value in zip(cells, values, strict=True):
        try:
            accepted = record.model_validate({"field": cell}).field
        except ValidationError:
            assert isinstance(value, Invalid)
            assert reader.found_invalid
        else:
            assert (type(value), value) == (type(accepted), accepted)


@given(columns_and_cells())
def test_a_blank_cell_is_the_default_and_without_one_a_finding(drawn):
    record, _ = drawn
    (only,) = columns_of(record)
    for value in Reader(only, "vi_VN").read([None, "", " \u00a0", "'"]):
        if only.required:
            assert isinstance(value, Invalid)
        else:
            assert value == record.model_validate({}).field


@given(columns_and_cells(), st.lists(st.one_of(st.none(), st.text(), st.floats(), st.integers(), st.booleans(),
st.dates(), st.datetimes(),
       st.times(), st.timedeltas()), max_size=8))  # fmt: skip
def test_whatever_stands_in_a_column_what_passes_is_valid(drawn, cells):
    record, _ = drawn
    (only,) = columns_of(record)
    values = Reader(only, "vi_VN").read(cells)
    for value in values:
        if not isinstance(value, Invalid) and value is not only.default:
            assert record.model_validate({"field": value}).field == value
    # Each cell is read by itself: what stands beside it changes nothing.
    for cell, value in zip(cells, values, strict=True):
        (alone,) = Reader(only, "vi_VN").read([cell])
        assert (type(alone), repr(alone) if not isinstance(alone, Invalid) else alone.message) == (
            type(value), repr(value) if not isinstance(value, Invalid) else value.message
        )  # fmt: skip


def written(number, locale, *, grouped, sign):
    """Return a number as people of a locale write it."""
    group, mark = LOCALES[locale]
    text = f"{abs(number):,f}" if grouped else f"{abs(number):f}"
    text = text.replace(",", "\0").replace(".", mark).replace("\0", group)
    return sign(text) if number < 0 else text


SIGNS = st.sampled_from(
    [lambda text: f"-{text}", lambda text: f"({text})", lambda text: f"{text}-", lambda text: f"\u2212 {text}"]
)


@given(FIGURES, st.sampled_from(list(LOCALES)), st.booleans(), SIGNS, st.sampled_from(["", " đ", "₫", " VND", "$"]))
@example(Decimal("1.234"), "en_US", False, str, "")
@example(Decimal("-1234.567"), "vi_VN", True, lambda text: f"({text})", "")
def test_a_number_written_in_a_locale_is_read_back_or_unclear_and_never_another(
    number, locale, grouped, sign, currency
):
    read = parse_number(written(number, locale, grouped=grouped, sign=sign) + ("" if number < 0 else currency), locale)
    assert read == number or (isinstance(read, Unclear) and abs(number) < 1000)


@pytest.mark.parametrize(
    ("text", "currency", "read"),
    [
        ("500 đ", "VND", Decimal(500)),
        ("500 vnd", "VND", Decimal(500)),
        ("$500", "VND", None),
        ("500 USD", "VND", None),
        ("-€5", "VND", None),
        ("$500", "USD", Decimal(500)),
        ("US$ 500", "USD", Decimal(500)),
        ("₫500", "USD", None),
        ("$500", "SGD", Decimal(500)),
        ("US$ 500", "SGD", None),
        ("JPY 500", "JPY", Decimal(500)),
        ("500 đ", "JPY", None),
        ("$500", "", Decimal(500)),
    ],
)
def test_an_amount_with_the_sign_of_another_currency_is_no_amount_of_the_office(text, currency, read):
    assert parse_number(text, "vi_VN", currency) == read


@given(FIGURES, st.sampled_from(list(LOCALES)), st.sampled_from(list(LOCALES)), st.booleans())
def test_a_number_written_in_another_locale_is_never_silently_a_thousandfold(number, writer, reader, grouped):
    text = written(number, writer, grouped=grouped, sign=lambda one: f"-{one}")
    read = parse_number(text, reader)
    if isinstance(read, Decimal) and read != number:
        # The one text that means two numbers to two offices: one separator before three digits.
        assert abs(read) in (abs(number) * 1000, abs(number) / 1000)
        assert sum(text.count(mark) for mark in ".,\u202f") == 1


@given(st.text(st.sampled_from("0123456789.,- ()%đ'"), max_size=14))
def test_no_text_breaks_the_reading_of_numbers(text):
    for locale in LOCALES:
        read = parse_number(text, locale)
        assert read is None or isinstance(read, Unclear) or read.is_finite()


DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2029, 12, 31))


@given(
    DAYS, st.sampled_from("/-."), st.booleans(), st.booleans(), st.sampled_from(["vi_VN", "en_US", "en_GB", "fr_FR"])
)
def test_a_date_written_in_a_locale_is_read_back(day, mark, padded, short, locale):
    parts = [f"{day.day:02d}" if padded else str(day.day), f"{day.month:02d}" if padded else str(day.month)]
    parts = parts[::-1] if locale == "en_US" else parts
    year = f"{day.year % 100:02d}" if short else str(day.year)
    assert parse_date(mark.join([*parts, year]), locale) == day
    assert parse_date(day.isoformat(), locale) == day


@given(st.text(st.sampled_from("0123456789/-. thángnmgày"), max_size=16), st.sampled_from(["vi_VN", "en_US"]))
def test_no_text_becomes_a_date_outside_the_years_of_books(text, locale):
    day = parse_date(text, locale)
    assert day is None or 1900 <= day.year < 2200


@given(st.times())
def test_a_time_is_read_back(time):
    whole = time.replace(microsecond=0)
    assert parse_time(whole.isoformat()) == whole
    assert parse_time(f"{whole.hour}h{whole.minute:02d}") == whole.replace(second=0)


CODES = st.one_of(
    st.none(), st.sampled_from(["A1", "a1", "B2", "C3", " B2", "Tổng cộng", ""]), st.floats(0, 9).map(round).map(float)
)
ROWS = st.lists(
    st.tuples(CODES, st.sampled_from(["Ốc", "Vít", None, "Cổng"]), st.sampled_from([1.0, -1.0, "1.234,5", "1,234",
    None, "x"]), st.sampled_from([None, 5.0])),
    max_size=8,
)  # fmt: skip
TITLES = ["Mã", "Tên", "Số lượng", "Đơn giá"]


def read_rows(rows, titles=TITLES):
    reading = read_office([Snapshot("b", "b.xlsx", "1", [Tab("Parts", [titles, *rows])])], [PARTS])
    return reading, reading.books.table(Part)


def records(table):
    return sorted((key, tuple(record)[:-1]) for key, record in zip(table.keys, table, strict=True))


@given(ROWS, st.randoms(use_true_random=False), st.permutations(range(4)), st.integers(0, 3))
def test_the_order_of_rows_and_columns_and_blank_rows_change_no_record_and_no_key(rows, random, order, blanks):
    # A remark at the end is told from an unfinished record by where it stands, so the last row keeps its place.
    rows = [*rows, ("Z9", "Đai", 1.0, 1.0)]
    _, table = read_rows([("Z0", "Đai", 1.0, 1.0), *rows])
    shuffled = rows[:-1]
    random.shuffle(shuffled)
    for _ in range(blanks):
        shuffled.insert(random.randrange(len(shuffled) + 1), (None, "", None, " "))
    moved = [("Z0", "Đai", 1.0, 1.0), *shuffled, rows[-1]]
    _, other = read_rows([tuple(row[index] for index in order) for row in moved], [TITLES[index] for index in order])
    assert records(other) == records(table)
    assert len(other.left_out) == len(table.left_out)


@given(ROWS)
def test_reading_twice_is_equal_and_every_row_has_a_key_of_its_own(rows):
    (first, table), (second, again) = read_rows(rows), read_rows(rows)
    assert records(table) == records(again)
    assert [(one.code, one.place, one.key) for one in first.findings] == [
        (one.code, one.place, one.key) for one in second.findings
    ]
    for book in first.workbooks:
        for tab in book.tabs:
            assert len(set(tab.keys)) == len(tab.keys) == len(tab.rows)
            assert len(tab.good) + len(tab.left_out) == len(tab.rows)


@given(ROWS)
def test_no_row_that_holds_anything_is_passed_over_in_silence(rows):
    reading, table = read_rows(rows)
    (tab,) = reading.workbooks[0].tabs
    told = {row for one in reading.findings if one.code == "DAT501" for row in one.fields["rows"]}
    count = sum(one.fields["count"] for one in reading.findings if one.code == "DAT501")
    filled = [row for row in rows if any(cell is not None and str(cell).strip() for cell in row)]
    assert len(tab.rows) + count == len(filled)
    assert len(told) == min(count, 5)
    for left in table.left_out:
        assert any(one.place.row == left.place.row for one in reading.findings)


def test_every_type_of_field_is_covered():
    kinds = {columns_of(record_of(kind, optional=False, constraints={}, default=...))[0].kind for kind in VALUES}
    assert kinds == set(typing.get_args(typing.get_type_hints(type(columns_of(Part)[0]))["kind"]))
