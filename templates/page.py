"""How tabs are printed and shown: landscape, as wide as the paper, with the header on every page."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet


def set_up_page(sheet: Worksheet, header_row: int | None = None) -> None:
    """Set a worksheet up for A4 landscape, fitted to the paper's width, without grid lines on the screen.

    Args:
        sheet: the worksheet.
        header_row: row that is repeated at the top of every page; None for none.
    """
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    footer: Any = sheet.oddFooter
    footer.left.text = "&A"
    footer.right.text = "&P / &N"
    if header_row is not None:
        sheet.print_title_rows = f"{header_row}:{header_row}"
