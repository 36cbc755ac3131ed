"""A first look at old books is summed up: for each table when it can be read for the first time."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta

import pytest

from sync import run
from tests.support.offices import AS_OF, office_in_memory
from tests.support.shop import SHOP
from tests.support.yard import YARD

MANY = 150
BOOKS = {
    "yard": {
        "Vật tư": [["Mã vật tư", "Tên"], ["X1", "Cát"]],
        "Chuyến": [["Số chuyến", "Mã vật tư", "Khối lượng"], *([str(number), "X9", 20] for number in range(MANY))],
    },
    "shop": {"Hàng": [["Mã", "Số lượng"], ["A1", 5], ["B2", 7]]},
}


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(BOOKS), (YARD, SHOP)) as made:
        yield made


def spoil(office):
    office.grid("yard", "Vật tư")[0][0] = "Ký hiệu riêng"


def mend(office):
    office.grid("yard", "Vật tư")[0][0] = "Mã vật tư"


def subjects(result):
    return {to.split("@")[0]: subject for to, subject in result.mails}


def day(office, number):
    return office.on(AS_OF + timedelta(days=number))


def test_old_books_are_summed_up_in_the_first_run(office):
    assert subjects(run.sync(office.session))["yard"].startswith(f"[{YARD.titles.vi}] kiểm tra lần đầu: {MANY} việc")
    assert office.session.store.first_looks() == {"items", "loads", "monthly_loads", "goods"}


def test_a_broken_table_keeps_the_first_look_of_its_department_for_later(office):
    spoil(office)
    first = subjects(run.sync(office.session))
    assert "1 việc mới" in first["yard"], "what is wrong with the header"
    assert office.session.store.first_looks() == {"goods"}

    mend(office)
    second = subjects(run.sync(day(office, 1)))
    assert "kiểm tra lần đầu" in second["yard"]
    assert "việc mới" not in second["yard"]
    assert all(alert.notices == 0 for alert in office.session.store.alerts().values() if alert.status == "open")


def test_an_unread_workbook_keeps_its_first_look_for_later(office):
    books = office.backend.workbooks.pop("yard")
    assert set(subjects(run.sync(office.session))) <= {"yard"}

    office.backend.workbooks["yard"] = books
    assert "kiểm tra lần đầu" in subjects(run.sync(day(office, 1)))["yard"]


def test_what_follows_a_first_look_is_told_however_much_it_is(office):
    run.sync(office.session)
    goods = office.grid("shop", "Hàng")
    goods[1:] = [[f"A{number}", -1] for number in range(MANY)]
    assert f"{MANY} việc mới" in subjects(run.sync(day(office, 1)))["shop"]


def test_a_workbook_that_joins_later_has_its_own_first_look(office):
    settings = office.session.office
    both = settings.workbooks
    alone = replace(office.session, office=replace(settings, workbooks=both[1:], digest="alone"))
    run.sync(alone)
    result = run.sync(replace(office.session, as_of=AS_OF + timedelta(days=1)))
    assert "kiểm tra lần đầu" in subjects(result)["yard"]


def test_a_first_look_happens_once(office):
    run.sync(office.session)
    looked = office.session.store.first_looks()
    del office.grid("yard", "Chuyến")[1:]
    run.sync(day(office, 1))
    office.grid("yard", "Chuyến").extend([[f"N{number}", "X9", 20] for number in range(MANY)])
    assert f"{MANY} việc mới" in subjects(run.sync(day(office, 2)))["yard"]
    assert office.session.store.first_looks() == looked


def test_a_plan_uses_no_first_look_up(office):
    run.plan(office.session)
    assert office.session.store.first_looks() == frozenset()
    assert "kiểm tra lần đầu" in subjects(run.sync(office.session))["yard"]
