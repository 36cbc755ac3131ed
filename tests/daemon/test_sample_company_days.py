"""Thirty days of the sample company: real workbooks, two runs a weekday, and each mail that goes out, with why.

Nobody mends most of the company's mistakes, so that reminders and escalations can be seen. ``kho`` keeps the stock,
``ketoan`` the ledger, ``nhansu`` the wages; ``giamdoc`` owns the company and reads of all but wages; ``kiemsoat`` is
told of the stock what was not settled in time.
"""

from datetime import date, timedelta

import pytest

from tests.daemon.sample_days import LEDGER, STOCK, WAGES, sample_days

NAMES = {"ledger": "Kế toán", "stock": "Kho", "wages": "Nhân sự – Tiền lương"}
STORY = """
when        | to                   | of                   | says                        | why
20/11 07:30 | ketoan               | ledger               | 28 việc mới                 | first run, a Friday
20/11 07:30 | kho                  | stock                | 23 việc mới                 |
20/11 07:30 | nhansu               | wages                | 21 việc mới                 | few enough to be told
20/11 07:30 | giamdoc              | ledger, stock        | 51 việc mới                 | no wages
23/11 07:30 | ketoan giamdoc       | ledger               | nhắc lại 28 việc            | reminder of each Monday
23/11 16:30 | ketoan giamdoc       | ledger               | 1 việc mới,                 | an entry of a closed month
            |                      |                      | 1 việc đã xử lý             |
25/11 16:30 | ketoan giamdoc       | ledger               | 2 việc mới                  | and one with a wrong account
26/11 07:30 | kho giamdoc kiemsoat | stock                | 23 việc quá hạn chưa xử lý  | the 24th is a holiday
26/11 16:30 | ketoan giamdoc       | ledger               | 2 việc đã xử lý             | account put right
30/11 07:30 | ketoan               | ledger               | nhắc lại 28 việc            | Monday
30/11 07:30 | nhansu               | wages                | 1 việc mới,                 | after five working days
            |                      |                      | 20 việc quá hạn chưa xử lý, |
            |                      |                      | 1 việc đã xử lý             |
30/11 07:30 | giamdoc              | ledger, wages        | 20 việc quá hạn chưa xử lý, | of wages what is overdue
            |                      |                      | nhắc lại 28 việc            |
01/12 07:30 | nhansu giamdoc       | wages                | 1 việc đã xử lý             | November is over
01/12 16:30 | nhansu giamdoc       | wages                | 1 việc đã xử lý             | somebody mended one
02/12 07:30 | kho giamdoc kiemsoat | stock                | 1 việc đã xử lý             | a slip of this day
03/12 07:30 | kho giamdoc kiemsoat | stock                | nhắc lại 21 việc            | after 7 days; one put off
07/12 07:30 | ketoan               | ledger               | nhắc lại 28 việc            | Monday
07/12 07:30 | kho kiemsoat         | stock                | 1 việc hết hạn hoãn         | put off until today
07/12 07:30 | nhansu               | wages                | 1 việc quá hạn chưa xử lý   | the new one of 30/11
07/12 07:30 | giamdoc              | ledger, stock, wages | 1 việc quá hạn chưa xử lý,  | all of it in one mail
            |                      |                      | 1 việc hết hạn hoãn,        |
            |                      |                      | nhắc lại 28 việc            |
11/12 10:00 | kho giamdoc kiemsoat | stock                | nhắc lại 21 việc            | due while it was off
14/12 07:30 | ketoan               | ledger               | nhắc lại 28 việc            | Monday
14/12 07:30 | kho kiemsoat         | stock                | nhắc lại 1 việc             | after 7 days
14/12 07:30 | giamdoc              | ledger, stock        | nhắc lại 29 việc            |
15/12 16:30 | kho giamdoc          | stock                | 1 việc mới                  | workbook damaged
16/12 16:30 | kho giamdoc          | stock                | 1 việc đã xử lý             | it is back; no more to say
18/12 07:30 | ketoan               | ledger               | 2 việc đã xử lý             | a voucher of this day
18/12 07:30 | kho kiemsoat         | stock                | nhắc lại 21 việc            | after 7 days
18/12 07:30 | giamdoc              | ledger, stock        | nhắc lại 21 việc,           |
            |                      |                      | 2 việc đã xử lý             |
"""


def told(until):
    """Return the mails of the story up to a day as (moment, reader, subject); a mail may fill several lines."""
    mails = []
    for line in STORY.strip().splitlines()[1:]:
        moment, readers, tables, says, *_why = [cell.strip() for cell in line.split("|")]
        if moment:
            titles = ", ".join(NAMES[name] for name in tables.split(", "))
            mails += [[moment, reader, f"[{titles}] {says}", len(readers.split())] for reader in readers.split()]
        else:
            for mail in mails[-mails[-1][3] :]:
                mail[2] += f" {says}"
    return sorted((moment, reader, subject) for moment, reader, subject, _ in mails if _day(moment) <= until)


def due(until):
    """Return the moments of all runs up to a day: twice each weekday, and one for those that were missed."""
    days = [date(2026, 11, 20) + timedelta(days=index) for index in range((until - date(2026, 11, 20)).days + 1)]
    moments = [f"{day} {time}" for day in days if day.weekday() < 5 for time in ("07:30", "16:30")]
    missed = [one for one in moments if "2026-12-09 12:00" < one < "2026-12-11 10:00"]
    return sorted({*moments, *(["2026-12-11 10:00"] if missed else [])} - set(missed))


def _day(moment):
    day, month = moment.split()[0].split("/")
    return date(2026, int(month), int(day))


@pytest.mark.parametrize(
    "until",
    [date(2026, 11, 23), pytest.param(date(2026, 12, 19), marks=pytest.mark.long)],
    ids=["two working days", "thirty days"],
)
def test_days_of_the_sample_company(tmp_path, until):
    with sample_days(tmp_path, "2026-11-20 06:00") as world:
        saved = {}
        world.on("2026-11-23 10:00", lambda: world.type_in(LEDGER, "Nhật ký chung", "I1970", "0000123"))
        world.on("2026-11-25 14:00", lambda: world.type_in(LEDGER, "Nhật ký chung", "E100", "9999"))
        world.on("2026-11-26 11:00", lambda: world.type_in(LEDGER, "Nhật ký chung", "E100", "1331"))
        world.on("2026-11-27 15:00", lambda: world.put_off(STOCK, "A-61CC2ACA69", date(2026, 12, 7)))
        world.on("2026-12-01 09:00", lambda: world.type_in(WAGES, "Nhân viên", "K8", 1))
        world.on("2026-12-15 12:00", lambda: saved.update(stock=world.spoil(STOCK)))
        world.on("2026-12-16 09:00", lambda: (tmp_path / STOCK).write_bytes(saved["stock"]))
        if until > date(2026, 12, 11):
            world.live("2026-12-09 12:00")
            world.sleep("2026-12-11 10:00")
        world.live(f"{until} 23:00")

    assert [moment for moment, _ in world.runs] == due(until)
    partial = {moment for (moment, _), status in zip(world.runs, world.statuses, strict=True) if status != "ok"}
    assert partial == ({"2026-12-15 16:30", "2026-12-16 07:30"} if until > date(2026, 12, 15) else set())
    assert world.beats == ["start", "success"] * len(world.runs)
    assert sorted((moment, to, subject.split(" — ")[0]) for moment, to, subject in world.mails) == told(until)
    assert len(list((tmp_path / "state" / "outbox").glob("*.eml"))) == len(world.mails)
