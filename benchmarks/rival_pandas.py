"""The same job as a script of pandas, pandera and openpyxl: a frame, a schema, then status column and summary tab."""

from __future__ import annotations

import sys

import pandas as pd
import pandera.pandas as pa
from openpyxl import load_workbook
from openpyxl.styles import Font

AS_OF = pd.Timestamp(2026, 11, 20)
HEADER_ROW = 4
COLUMNS = [
    "date",
    "voucher",
    "line",
    "description",
    "account",
    "debit",
    "credit",
    "partner",
    "invoice",
    "department",
    "status",
    "reverses",
]
PARTNER_ACCOUNTS = ("131", "331", "141", "138", "338")


def schema_for(accounts: set[str], parents: set[str]) -> pa.DataFrameSchema:
    def tax_has_invoice(frame: pd.DataFrame) -> pd.Series:
        arises = (frame["account"].str.startswith("133") & (frame["debit"] != 0)) | (
            frame["account"].str.startswith("3331") & (frame["credit"] != 0)
        )
        return ~arises | frame["invoice"].notna()

    def negative_is_reversal(frame: pd.DataFrame) -> pd.Series:
        return (frame[["debit", "credit"]].min(axis=1) >= 0) | frame["reverses"].notna()

    return pa.DataFrameSchema(
        {
            "date": pa.Column("datetime64[ns]", pa.Check.le(AS_OF, error="in the future"), coerce=True),
            "voucher": pa.Column(str),
            "line": pa.Column(int),
            "account": pa.Column(
                str, [pa.Check.isin(accounts, error="unknown"), pa.Check.notin(parents, error="summary account")]
            ),
            "debit": pa.Column(float, nullable=False),
            "credit": pa.Column(float, nullable=False),
        },
        checks=[
            pa.Check(lambda frame: (frame["debit"] == 0) != (frame["credit"] == 0), error="one side is needed"),
            pa.Check(
                lambda frame: ~frame["account"].str.startswith(PARTNER_ACCOUNTS) | frame["partner"].notna(),
                error="no partner",
            ),
            pa.Check(tax_has_invoice, error="no invoice"),
            pa.Check(negative_is_reversal, error="negative amount"),
        ],
    )


def main(path: str, engine: str) -> None:
    sheets = pd.read_excel(
        path,
        sheet_name=["Tài khoản", "Nhật ký chung"],
        header=None,
        dtype=object,
        engine=engine,
    )
    accounts = set(sheets["Tài khoản"].iloc[1:, 0].dropna().astype(str))
    parents = {account for account in accounts for other in accounts if other != account and other.startswith(account)}
    frame = sheets["Nhật ký chung"].iloc[HEADER_ROW:, : len(COLUMNS)].reset_index(drop=True)
    frame.columns = COLUMNS
    frame["account"] = frame["account"].astype(str)
    frame["voucher"] = frame["voucher"].astype(str)
    frame["line"] = frame["line"].astype(int)
    for side in ("debit", "credit"):
        blank = frame[side].isna()
        frame[side] = pd.to_numeric(frame[side], errors="coerce").mask(blank, 0.0).astype(float)

    problems = pd.Series("", index=frame.index, dtype=object)
    try:
        schema_for(accounts, parents).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.dropna(subset=["index"])
        texts = cases["column"].fillna("row").astype(str) + ": " + cases["check"].astype(str)
        joined = texts.groupby(cases["index"].astype(int)).agg(lambda found: "; ".join(dict.fromkeys(found)))
        problems.loc[joined.index] = joined

    readable = frame[["debit", "credit"]].notna().all(axis=1) & (pd.to_datetime(frame["date"]) <= AS_OF)
    by_voucher = frame.groupby("voucher")
    complete = readable.groupby(frame["voucher"]).transform("all")
    unbalanced = by_voucher["debit"].transform("sum") != by_voucher["credit"].transform("sum")
    dates = by_voucher["date"].transform("nunique") > 1
    problems[complete & unbalanced] += " voucher not balanced"
    problems[complete & dates] += " voucher has several dates"
    sums = frame[readable].groupby("account")[["debit", "credit"]].sum()

    workbook = load_workbook(path)
    sheet = workbook["Nhật ký chung"]
    column = sheet.max_column + 1
    sheet.cell(HEADER_ROW, column, "Status").font = Font(bold=True)
    for number, found in enumerate(problems, HEADER_ROW + 1):
        sheet.cell(number, column, found.strip() or "OK")
    summary = workbook.create_sheet("Summary")
    summary.append(["Account", "Debit", "Credit"])
    for account, debit, credit in sums.itertuples():
        summary.append([account, debit, credit])
    workbook.save(path)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "openpyxl")
