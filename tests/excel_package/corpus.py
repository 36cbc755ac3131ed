"""Workbooks with everything that an editor likes to lose, made with XlsxWriter."""

import datetime as dt
import io
import struct
import zlib
from pathlib import Path

import xlsxwriter

ROWS = 30
"""Rows of data below the header, in each tab of the corpus that has any."""


def png() -> io.BytesIO:
    """A picture of four by four grey points."""

    def block(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"".join(b"\0" + b"\x80" * 4 for _ in range(4)))
    header = struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + block(b"IHDR", header) + block(b"IDAT", pixels) + block(b"IEND", b""))


def _data(book, sheet, *, header_row=0):
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    code = book.add_format({"num_format": "00000"})
    for column, title in enumerate(("Ngày", "Số CT", "Diễn giải", "Nợ", "Có", "Chênh")):
        sheet.write(header_row, column, title)
    for number in range(1, ROWS + 1):
        row = header_row + number
        sheet.write_datetime(row, 0, dt.datetime(2026, 1, 1) + dt.timedelta(days=number), day)
        sheet.write_number(row, 1, number, code)
        sheet.write_string(row, 2, f"Mua hàng {number % 7} & <hóa đơn>")
        sheet.write_number(row, 3, number * 1000.5)
        sheet.write_number(row, 4, number * 900)
        sheet.write_formula(row, 5, f"=D{row + 1}-E{row + 1}", None, number * 100.5)


def drawings(path: Path, options=None) -> Path:
    """Charts, pictures, text boxes, comments, sparklines, buttons, backgrounds, header pictures, macros."""
    book = xlsxwriter.Workbook(path, options or {})
    sheet = book.add_worksheet("Ledger")
    _data(book, sheet)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=Ledger!$C$2:$C$11", "values": "=Ledger!$D$2:$D$11", "name": "=Ledger!$D$1"})
    chart.set_title({"name": "Doanh thu"})
    sheet.insert_chart("Q2", chart)
    sheet.insert_image("Q20", "logo.png", {"image_data": png(), "description": "Logo"})
    sheet.insert_textbox("Q30", "Ghi chú của kế toán trưởng", {"fill": {"color": "#FFF1CC"}})
    sheet.insert_button("Q40", {"macro": "DoIt", "caption": "Chạy"})
    sheet.write_comment("C3", "Cần hóa đơn đỏ", {"author": "Lan"})
    sheet.add_sparkline("P2", {"range": "Ledger!D2:E2"})
    sheet.add_sparkline("P3", {"range": "Ledger!D3:E3", "type": "column"})
    sheet.set_background(png())
    sheet.set_header("&L&G", {"image_left": "logo.png", "image_data_left": png()})
    book.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0 macros " * 40), is_stream=True)
    dashboard = book.add_worksheet("Dashboard")
    dashboard.write_formula("A1", "=SUM(Ledger!D2:D31)", None, 465232.5)
    pie = book.add_chart({"type": "pie"})
    pie.add_series({"values": "=Ledger!$D$2:$D$6"})
    dashboard.insert_chart("B3", pie)
    chartsheet = book.add_chartsheet("Biểu đồ")
    line = book.add_chart({"type": "line"})
    line.add_series({"values": "=Ledger!$D$2:$D$31"})
    chartsheet.set_chart(line)
    book.close()
    return path


def rules(path: Path, options=None) -> Path:
    """Validation, conditional formats old and new, protection, names, links, rich text, grouped and hidden rows."""
    book = xlsxwriter.Workbook(path, options or {})
    sheet = book.add_worksheet("Ledger")
    _data(book, sheet)
    bold = book.add_format({"bold": True})
    sheet.data_validation("B2:B31", {"validate": "integer", "criteria": ">", "value": 0})
    sheet.data_validation("C2:C31", {"validate": "list", "source": ["Mua", "Bán"]})
    sheet.conditional_format("D2:D31", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
    sheet.conditional_format("E2:E31", {"type": "icon_set", "icon_style": "3_traffic_lights"})
    sheet.conditional_format("F2:F31", {"type": "formula", "criteria": "=$F2<0", "format": bold})
    sheet.conditional_format("D2:E31", {"type": "3_color_scale"})
    sheet.write_rich_string("C5", "Thường ", bold, "đậm", " thường")
    sheet.write_url("C6", "https://example.com/hoa-don", string="Hóa đơn")
    sheet.write_url("C7", "internal:'Cài đặt'!A1", string="Cài đặt")
    sheet.set_row(9, None, None, {"hidden": True})
    sheet.set_row(11, 30, bold, {"level": 1})
    sheet.set_row(12, None, None, {"level": 1, "collapsed": True})
    sheet.set_column("C:C", 40)
    sheet.set_column("G:XFD", None, None, {"hidden": True})
    sheet.merge_range("H2:I3", "Gộp", bold)
    sheet.write_array_formula("H10:H12", "{=D10:D12*2}", None, 20010)
    sheet.write_dynamic_array_formula("J2", "=UNIQUE(C2:C31)", None, "x")
    sheet.write("H20", True)
    sheet.write_formula("H21", "=1/0", None, "#DIV/0!")
    sheet.freeze_panes(1, 2)
    sheet.protect("bí mật", {"sort": True})
    sheet.repeat_rows(0)
    sheet.print_area("A1:F31")
    sheet.set_footer("&CTrang &P")
    sheet.ignore_errors({"number_stored_as_text": "B2:B31"})
    settings = book.add_worksheet("Cài đặt")
    settings.write("A1", 0.1)
    settings.hide()
    book.define_name("Thue_suat", "='Cài đặt'!$A$1")
    book.define_name("Ledger!Tong", "=Ledger!$D$2:$D$31")
    book.close()
    return path


def table(path: Path, options=None) -> Path:
    """A table with a title above it, as staff make them, with a filter and a calculated column."""
    book = xlsxwriter.Workbook(path, options or {})
    sheet = book.add_worksheet("Ledger")
    sheet.write("A1", "SỔ NHẬT KÝ CHUNG")
    _data(book, sheet, header_row=2)
    titles = [{"header": title} for title in ("Ngày", "Số CT", "Diễn giải", "Nợ", "Có", "Chênh")]
    sheet.add_table(2, 0, 2 + ROWS, 5, {"name": "NhatKy", "columns": titles, "style": "Table Style Medium 2"})
    other = book.add_worksheet("Khác")
    other.write_formula("A1", "=SUM(NhatKy[Nợ])", None, 465232.5)
    book.close()
    return path


def filtered(path: Path, options=None) -> Path:
    """A filter of the tab itself, with rows filtered out."""
    book = xlsxwriter.Workbook(path, options or {})
    book.add_worksheet("Trước")
    sheet = book.add_worksheet("Ledger")
    _data(book, sheet)
    sheet.autofilter(0, 0, ROWS, 5)
    sheet.filter_column(4, "x > 5000")
    for row in range(1, 6):
        sheet.set_row(row, options={"hidden": True})
    book.close()
    return path


def dates_from_1904(path: Path) -> Path:
    """The filter workbook in the date system of old Macs."""
    return filtered(path, {"date_1904": True})


def constant_memory(path: Path) -> Path:
    """Texts in their cells, written row by row."""
    return filtered(path, {"constant_memory": True})


CORPUS = {
    "drawings": drawings,
    "rules": rules,
    "table": table,
    "filtered": filtered,
    "dates_from_1904": dates_from_1904,
    "constant_memory": constant_memory,
}
HEADER_ROWS = {"table": 3}
"""The header row of the tab Ledger where it is not the first."""
