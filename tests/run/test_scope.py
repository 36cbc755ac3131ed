"""Runs for a part of the office: nothing outside is read, written, mailed or forgotten."""

from copy import deepcopy

import pytest

from rules.core.message import Voice
from rules.core.rule import Department
from rules.core.text import Text
from sync import run
from sync.config import WorkbookConfig
from sync.scope import limited, scope
from tests.support.offices import office_in_memory
from tests.support.shop import SHOP

OTHER = Department(name="yard", titles=Text("Bãi", "Yard"), records=(), rules=(), messages=())


def workbook(name, *departments):
    return WorkbookConfig(name, f"{name}.xlsx", f"{name}.xlsx", departments=departments)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["ledger"], {"ledger", "bank"}),
        (["finance"], {"ledger", "bank"}),
        (["payroll"], {"wages"}),
        (["wages", "finance"], {"wages", "ledger", "bank"}),
        (["nobody"], set()),
    ],
)
def test_a_department_is_read_with_all_its_workbooks(names, expected):
    books = [
        workbook("ledger", "finance"),
        workbook("bank", "finance"),
        workbook("wages", "payroll"),
        workbook("x", "y"),
    ]
    assert scope(books, (), names) == expected


def test_a_workbook_that_may_hold_anything_is_read_along():
    books = [workbook("ledger", "finance"), workbook("wages", "payroll"), workbook("notes")]
    assert scope(books, (), ["payroll"]) == {"wages", "notes"}
    assert scope(books, (), ["notes"]) == frozenset(), "then the whole office is looked at"


GOODS = {
    "shop": {"Hàng": [["Mã", "Số lượng"], ["A1", -5]]},
    "yard": {"Ghi chú": [["Việc", "Ai"], ["x", "y"]]},
}


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(GOODS), (SHOP, OTHER), voice=Voice()) as made:
        yield made


def test_the_first_run_looks_at_all_of_an_office(office):
    assert limited(office.session, ["yard"]).only == frozenset()
    run.sync(office.session)
    assert limited(office.session, ["yard"]).only == {"yard"}
    assert limited(office.session, []).only == frozenset()


def test_a_run_for_one_department_leaves_the_alerts_of_another_alone(office):
    run.sync(office.session)
    (before,) = office.session.store.alerts().values()
    sent = len(office.mail.sent)
    office.grid("shop", "Hàng")[1][1] = 7

    result = run.sync(limited(office.session, ["yard"]))

    assert [one.name for one in result.workbooks] == ["yard"]
    assert result.paused == (), "nobody asked for the other"
    assert office.session.store.alerts() == {before.id: before}
    assert len(office.mail.sent) == sent
    assert office.grid("shop", "Hàng")[1][1] == 7


def test_what_a_limited_run_did_not_look_at_is_seen_by_the_next_whole_one(office):
    run.sync(office.session)
    office.grid("shop", "Hàng")[1][1] = 7
    run.sync(limited(office.session, ["yard"]))

    run.sync(office.session)

    (alert,) = office.session.store.alerts().values()
    assert alert.status == "resolved"


def test_a_limited_run_does_its_own_part_as_a_whole_one_would(office):
    run.sync(office.session)
    office.grid("shop", "Hàng")[1][1] = 7

    result = run.sync(limited(office.session, [SHOP.name]))

    assert result.status == "ok"
    assert result.workbooks[0].rows == 1
    assert [alert.status for alert in office.session.store.alerts().values()] == ["resolved"]
