"""What the commands get back, as data: every part that a script may rely on."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rules.core.finding import Finding, Place
from rules.core.message import Severity, Voice
from rules.core.text import Text
from sync import run
from sync.backends.base import WorkbookError
from sync.planning.plan import CellChange
from sync.results import change_to_json, finding_from_document, finding_to_document, finding_to_json
from sync.steps.gathering import workbook_finding
from tests.run.test_a_run import GOODS
from tests.support.offices import office_in_memory
from tests.support.shop import SHOP, TOO_LOW, message, too_low

VOICE = Voice()
PLACE = Place("shop", "Hàng", 4, 2, "Số lượng")
FOUND = Finding(TOO_LOW, PLACE, "goods", ("B2",), {"stock": Decimal(-2), "least": Decimal(0)}, column="stock")


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(GOODS)) as made:
        yield made


def test_a_run_as_data(office):
    document = run.sync(office.session).to_json(VOICE)
    assert {key: document[key] for key in ("run", "status", "as_of", "seconds")} == {
        "run": "20261120-0001",
        "status": "ok",
        "as_of": "2026-11-20",
        "seconds": 0.0,
    }
    (workbook,) = document["workbooks"]
    assert (workbook["name"], workbook["status"], workbook["rows"], workbook["problem"]) == ("shop", "changed", 3, None)
    assert workbook["cells_written"] > 0
    assert document["findings"][-1] == {
        "code": "SHP101",
        "severity": "error",
        "workbook": "shop",
        "tab": "Hàng",
        "row": 4,
        "column": "B",
        "field": "stock",
        "table": "goods",
        "key": "B2",
        "message": "-2 < 0",
    }
    assert [mail["to"] for mail in document["mails"]] == ["shop@example.com"]


def test_a_plan_as_data_lists_the_cells(office):
    document = run.plan(office.session).to_json(VOICE)
    assert document["run"] == ""
    assert document["workbooks"][0]["cells_to_write"] == len(document["changes"])
    assert "cells_written" not in document["workbooks"][0]


@pytest.mark.parametrize("kind", ["locked", "failed"])
def test_a_plan_says_which_workbooks_would_be_left_out(office, kind):
    if kind == "locked":
        office.backend.opened_by["shop"] = Text(" bởi Lan", " by Lan")
    else:
        office.backend.workbooks.clear()
    planned = run.plan(office.session)
    assert planned.workbooks[0].status == kind
    assert planned.to_json(VOICE)["workbooks"][0]["problem"]["code"] == {"locked": "WBK106", "failed": "WBK101"}[kind]


def test_a_plan_after_a_run_has_nothing_to_write(office):
    run.sync(office.session)
    planned = run.plan(office.session)
    assert [(one.status, one.cells) for one in planned.workbooks] == [("unchanged", 0)]


def test_what_is_personal_is_told_by_its_title_only():
    personal = replace(TOO_LOW, title=Text("Thiếu", "Low"), personal=True)
    document = finding_to_json(replace(FOUND, message=personal), VOICE)
    assert document["message"] == "Thiếu"
    assert finding_to_json(FOUND, VOICE)["message"] == "-2 < 0"


def test_a_finding_about_a_whole_workbook_has_no_cell():
    finding = workbook_finding("shop", WorkbookError("WBK999", location="shop.xlsx", detail="x"))
    document = finding_to_json(finding, VOICE)
    assert (document["code"], document["row"], document["column"]) == ("WBK102", None, None)


@pytest.mark.parametrize("voice", [VOICE, Voice("en", "USD", "en_US")])
def test_a_remembered_finding_says_what_it_said(voice):
    again = finding_from_document(finding_to_document(FOUND, voice))
    assert (again.code, again.place, again.key, again.column, again.severity) == (
        FOUND.code,
        FOUND.place,
        FOUND.key,
        FOUND.column,
        Severity.ERROR,
    )
    assert (again.text(voice), again.fix(voice)) == (FOUND.text(voice), FOUND.fix(voice))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_remembered_finding_is_said_in_the_language_of_whoever_asks(language):
    odd = message("TST101", Severity.ERROR, "")
    odd = replace(
        odd, text=Text("Còn {left:money}", "{left:money} left"), fix=Text("Bù {left:money}", "Add {left:money}")
    )
    found = Finding(odd, PLACE, fields={"left": Decimal(-2000)})
    again = finding_from_document(finding_to_document(found, VOICE))
    asked = replace(VOICE, language=language)
    assert (again.text(asked), again.fix(asked)) == (found.text(asked), found.fix(asked))
    assert again.message.title == found.message.title


def test_what_a_version_before_remembered_is_said_as_it_is():
    document = finding_to_document(FOUND, VOICE)
    former = {**document, **{name: document[name][0] for name in ("title", "text", "fix")}}
    again = finding_from_document(former)
    assert {again.text(replace(VOICE, language=language)) for language in ("vi", "en")} == {document["text"][0]}


@pytest.mark.parametrize(("urgent", "can_wait"), [(True, False), (True, True), (False, False)])
def test_a_remembered_finding_is_as_urgent_as_it_was(urgent, can_wait):
    found = replace(FOUND, message=replace(TOO_LOW, urgent=urgent), can_wait=can_wait)
    again = finding_from_document(finding_to_document(found, VOICE))
    assert again.urgent is found.urgent is (urgent and not can_wait)


def test_a_run_that_changes_nothing_says_what_is_urgent_as_the_one_before(tmp_path):
    def urgently_low(books, context):
        return [replace(one, message=replace(TOO_LOW, urgent=True)) for one in too_low(books, context)]

    shop = replace(SHOP, rules=(urgently_low,))
    with office_in_memory(tmp_path, deepcopy(GOODS), (shop,)) as office:
        first, again = run.sync(office.session), run.sync(office.session)
    assert again.workbooks[0].status == "unchanged"
    assert [one.urgent for one in again.findings] == [one.urgent for one in first.findings]
    assert any(one.urgent for one in again.findings)


def test_a_remembered_finding_with_braces_in_a_cell_says_them_as_they_are():
    odd = Finding(message("TST101", Severity.NOTICE, "{seen}"), PLACE, fields={"seen": "{fix}"})
    assert finding_from_document(finding_to_document(odd, VOICE)).text(VOICE) == "{fix}"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [(None, Decimal("1.50"), (None, "1.50")), ("", None, (None, None)), (date(2026, 1, 2), 0, ("2026-01-02", "0"))],
)
def test_a_change_as_data_keeps_decimals_as_text(before, after, shown):
    change = CellChange("Hàng", 4, 28, "⚙ Giá trị", "B2", before, after, "worth")
    document = change_to_json(change)
    assert (document["cell"], document["before"], document["after"]) == ("AB4", *shown)


def test_the_status_as_data(office):
    run.sync(office.session)
    document = run.status(office.session).to_json(VOICE)
    (last,) = document["runs"]
    assert (last["run"], last["command"], last["status"]) == ("20261120-0001", "sync", "ok")
    assert last["finished_at"].startswith("2026-11-20")
    assert last["summary"]["mails"] == 1
    assert document["open_alerts"] == {"error": 1}
    assert (document["held"], document["pending_mails"]) == ({}, 0)


def test_an_office_in_which_nothing_changed_says_again_what_was_found(office):
    first = run.sync(office.session)
    again = run.sync(office.session)
    assert again.run == first.run
    assert [one.status for one in again.workbooks] == ["unchanged"]
    assert [finding.text(VOICE) for finding in again.findings] == [finding.text(VOICE) for finding in first.findings]
    assert len(office.session.store.runs()) == 1


@pytest.mark.parametrize("what", ["cell", "day", "settings", "hold"])
def test_whatever_a_run_depends_on_makes_it_look_again(office, what):
    run.sync(office.session)
    session = office.session
    if what == "cell":
        office.grid("shop", "Hàng")[2][3] = "ghi chú khác"
    elif what == "day":
        session = office.on(date(2026, 11, 21))
    elif what == "settings":
        session = replace(session, office=replace(session.office, digest="other"))
    else:
        session.store.hold("shop", "20261120-0001")
    run.sync(session)
    assert len(session.store.runs()) == 2


def test_an_office_of_which_a_workbook_was_left_out_is_looked_at_again(office):
    office.backend.opened_by["shop"] = Text(" bởi Lan", " by Lan")
    run.sync(office.session)
    run.sync(office.session)
    assert len(office.session.store.runs()) == 2


def test_a_workbook_that_vanishes_after_the_run_is_not_remembered_as_it_was(office):
    mails = office.session.transport

    def transport():
        office.backend.workbooks.clear()
        return mails()

    assert run.sync(replace(office.session, transport=transport)).status == "ok"
    assert run.sync(office.session).status == "failed"


def test_a_matter_is_mailed_to_the_desk_of_its_department_and_of_its_workbook(tmp_path):
    books = {"shop": {"Hàng": [["Mã", "Số lượng"], ["A1", "nhiều"]]}}
    with office_in_memory(tmp_path, books) as office:
        assert [to for to, _ in run.sync(office.session).mails] == ["shop@example.com"]
        office.backend.workbooks.clear()
        assert [to for to, _ in run.sync(office.on(date(2026, 11, 21))).mails] == ["shop@example.com"]
