from rules.core.message import Severity
from rules.core.record import Code, Record, TableInfo, column
from rules.core.rule import Department
from rules.core.text import Text
from sync.cli.pages.counts import count_findings, worst_findings
from sync.cli.pages.words import OTHER
from tests.cli.fakes import finding

STOCK, WAGES = Text("Kho", "Stock"), Text("Lương", "Wages")


class Item(Record):
    table = TableInfo("items", Text("Hàng", "Items"), key=("code",))
    code: Code = column(vi="Mã", en="Code")


DEPARTMENTS = (Department("stock", STOCK, (Item,), (), ()), Department("wages", WAGES, (), (), ()))


def test_findings_are_counted_by_department_and_severity():
    findings = [finding(), finding(), finding(severity=Severity.NOTICE), finding(table="")]
    counts = count_findings(findings, DEPARTMENTS)
    assert counts == {STOCK: {Severity.ERROR: 2, Severity.NOTICE: 1}, WAGES: {}, OTHER: {Severity.ERROR: 1}}


def test_the_worst_come_first_and_of_many_kinds():
    findings = [finding("A", Severity.WARNING), *[finding("B")] * 5, finding("C"), finding("D", alert=False)]
    assert [found.code for found in worst_findings(findings, DEPARTMENTS, 4)] == ["B", "C", "B", "B"]
    assert [found.code for found in worst_findings(findings, DEPARTMENTS, 9)][-1] == "A"


def test_departments_take_turns_and_what_is_urgent_goes_first():
    findings = [finding("DAT201"), finding("A"), finding("B", urgent=True), finding("C", table="")]
    assert [found.code for found in worst_findings(findings, DEPARTMENTS, 9)] == ["B", "C", "A", "DAT201"]
