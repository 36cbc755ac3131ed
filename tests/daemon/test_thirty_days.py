"""Thirty days of a daemon, told as a timeline: each due run is made once, and these mails go out, and no others."""

from copy import deepcopy
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.daemon.simulated import simulation
from tests.support.offices import office_in_memory

GOODS = {
    "shop": {
        "Hàng": [
            ["Mã", "Số lượng", "Đơn giá", "Ghi chú"],
            ["A1", 5, 1000, "của tôi"],
            ["B2", 7, 500, None],
            ["C3", 9, 500, None],
        ]
    }
}
MORNING = "on weekdays at 07:30"
EVENING = "các ngày làm việc lúc 16:30"
CLOSING = "on the last working day of the month at 18:00: shop"


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(GOODS)) as made:
        yield made


def weekdays(first, last, *times):
    days = [date.fromisoformat(first) + timedelta(days=index) for index in range(31)]
    return [f"{day} {time}" for day in days if day <= date.fromisoformat(last) and day.weekday() < 5 for time in times]


def test_thirty_days_of_an_office(office):
    """November 2026 begins on a Sunday; the 30th is its last working day."""
    mails = []

    def sell(row, stock):
        office.grid("shop", "Hàng")[row][1] = stock

    with simulation(office, "2026-11-01 00:00", MORNING, EVENING, CLOSING, tick=900) as world:
        send = office.mail.send
        office.mail.send = lambda mail: (mails.append((f"{world.now:%d %H:%M}", mail.subject)), send(mail))
        world.on("2026-11-03 09:00", lambda: sell(1, -2))  # a mistake ...
        world.on("2026-11-05 10:00", lambda: sell(1, 4))  # ... put right
        world.on("2026-11-06 18:00", lambda: sell(2, -1))  # in the evening before a weekend
        world.on("2026-11-09 12:00", lambda: sell(3, -1))
        world.on("2026-11-10 07:00", lambda: (sell(2, 7), sell(3, 9)))
        world.live("2026-11-16 12:00")
        world.on("2026-11-17 08:00", lambda: sell(1, -9))  # while the computer is off
        world.sleep("2026-11-19 10:00")
        world.live("2026-12-01 00:00")

    before = weekdays("2026-11-01", "2026-11-16", "07:30", "16:30")
    before.remove("2026-11-16 16:30")
    after = weekdays("2026-11-20", "2026-11-30", "07:30", "16:30")
    assert [moment for moment, _ in world.runs] == [
        *before,
        "2026-11-19 10:00",
        "2026-11-19 16:30",
        *after,
        "2026-11-30 18:00",
    ]
    assert world.runs[-1][1] == ("shop",)
    assert {names for _, names in world.runs[:-1]} == {()}
    assert mails == [
        ("03 16:30", "[Cửa hàng] 1 việc mới — Lỗi: {stock:quantity} < {least:quantity}"),
        ("05 16:30", "[Cửa hàng] 1 việc đã xử lý"),
        ("09 07:30", "[Cửa hàng] 1 việc mới — Lỗi: {stock:quantity} < {least:quantity}"),
        ("09 16:30", "[Cửa hàng] 1 việc mới — Lỗi: {stock:quantity} < {least:quantity}"),
        ("10 07:30", "[Cửa hàng] 2 việc đã xử lý"),
        ("19 10:00", "[Cửa hàng] 1 việc mới — Lỗi: {stock:quantity} < {least:quantity}"),
    ]
    assert world.beats == ["start", "success"] * len(world.runs)
    (made_up,) = [fields for fields in world.log.told("run started") if fields["reason"] == "made up"]
    assert made_up == {"jobs": f"{MORNING}; {EVENING}", "reason": "made up", "missed": 3}


def test_the_first_mail_after_an_outage_says_since_when_runs_were_missed(office):
    from email import message_from_bytes
    from email.policy import SMTP

    with simulation(office, "2026-11-02 00:00", MORNING, EVENING) as world:
        world.live("2026-11-04 12:00")
        office.grid("shop", "Hàng")[1][1] = -3
        world.sleep("2026-11-06 09:00")
        world.live("2026-11-06 12:00")
        office.grid("shop", "Hàng")[2][1] = -3
        world.live("2026-11-06 17:00")

    texts = [message_from_bytes(mail.mime, policy=SMTP).get_body(("plain",)).get_content() for mail in office.mail.sent]
    said = (
        "Các lần chạy theo lịch từ 04/11/2026 16:30 đã không thực hiện được; "
        "lần chạy thành công trước đó: 04/11/2026 07:30."
    )
    assert [said in text for text in texts] == [True, False]


def test_jobs_that_raise_hang_or_find_the_office_locked_do_not_stop_the_others(office):
    ends = {1: "raises", 2: "overrun", 3: "locked"}
    with simulation(office, "2026-11-02 07:00", "every hour from 08:00 to 12:00", ends=ends) as world:
        world.live("2026-11-02 13:00")
    # The second one takes the hour that it is allowed; the one at ten is made at the look after that, finds the office
    # locked, and is made at the next look.
    assert [moment[11:] for moment, _ in world.runs] == ["08:00", "09:00", "10:05", "10:10", "11:00", "12:00"]
    assert [fields["end"] for fields in world.log.told("run ended")] == [
        "failed",
        "overrun",
        "locked",
        "ok",
        "ok",
        "ok",
    ]


def test_a_clock_that_jumps_a_day_either_way(office):
    with simulation(office, "2026-11-16 07:00", MORNING, EVENING) as world:
        world.on("2026-11-17 09:00", lambda: world.clock.shift(timedelta(days=1)))
        world.on("2026-11-18 12:00", lambda: world.clock.shift(timedelta(days=-1)))
        world.live("2026-11-18 17:00")
    assert [moment for moment, _ in world.runs] == [
        "2026-11-16 07:30",
        "2026-11-16 16:30",
        "2026-11-17 07:30",
        "2026-11-18 09:00",  # the wrong day's run, made up at once
        "2026-11-17 16:30",  # the clock is right again, and so are the runs
        "2026-11-18 07:30",
        "2026-11-18 16:30",
    ]
    assert len(world.log.told("clock went back")) == 1


def test_the_end_of_a_month_at_midnight_in_the_office(office):
    """In Hanoi it is midnight when it is 17:00 of the day before in UTC."""
    jobs = ("on the last day of the month at 00:00", "on the first day of the month at 00:00")
    with simulation(office, "2028-02-27 12:00", *jobs) as world:
        world.live("2028-03-02 00:00")
    assert [moment for moment, _ in world.runs] == ["2028-02-29 00:00", "2028-03-01 00:00"]
    assert [run.as_of for run in office.session.store.runs()] == [date(2028, 3, 1), date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("start", "until", "expected"),
    [
        ("2026-03-28 12:00", "2026-03-30 12:00", ["2026-03-29 03:00", "2026-03-30 02:30"]),
        ("2026-10-24 12:00", "2026-10-26 12:00", ["2026-10-25 02:30", "2026-10-26 02:30"]),
    ],
    ids=["gap", "overlap"],
)
def test_nights_in_which_the_clocks_are_changed(office, start, until, expected):
    berlin = ZoneInfo("Europe/Berlin")
    with simulation(office, start, "daily at 02:30", zone=berlin) as world:
        world.live(until)
    assert [moment for moment, _ in world.runs] == expected
    assert [f"{run.as_of}" for run in reversed(office.session.store.runs())] == [moment[:10] for moment in expected]


def test_a_daemon_that_is_started_again_and_again_makes_each_run_once(office):
    with simulation(office, "2026-11-16 07:00", "every hour from 08:00 to 12:00") as world:
        start = datetime.fromisoformat("2026-11-16 07:00")
        for step in range(1, 60):
            world.live(f"{start + timedelta(minutes=7 * step):%Y-%m-%d %H:%M}")
    assert [moment[11:13] for moment, _ in world.runs] == ["08", "09", "10", "11", "12"]
