import sys
from datetime import date
from decimal import Decimal

import pytest

from rules.core.message import Severity
from rules.core.rule import Explanation
from rules.core.text import Text
from rules.core.trace import Traced
from sync.mailbox import Mailbox
from sync.planning.plan import CellChange
from sync.results import CheckLine
from tests.cli.fakes import (
    audited,
    finding,
    one_run,
    payslip,
    plan_of,
    result,
    run_list,
    status,
    story,
    undone,
    waiting,
    workbook,
)

COMMANDS = [
    ["check"],
    ["plan"],
    ["sync"],
    ["status"],
    ["explain", "payroll", "NV001", "2026-11"],
    ["undo", "20261120-0001"],
    ["resume"],
    ["runs"],
    ["run", "show", "20261120-0001"],
    ["audit"],
]


@pytest.fixture(autouse=True)
def answers(engine):
    engine.lines = [CheckLine("OK", "settings", Text("Tốt", "Fine"))]
    engine.explanations = [payslip()]
    engine.status_result = status()
    engine.undo_result = undone()
    engine.run_list = run_list(one_run())
    engine.story = story()
    engine.audit_result = audited()
    return engine


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_json_is_one_document_and_nothing_else(run, folder, command):
    answer = run(*command, "--json")
    assert isinstance(answer.document, dict)
    assert answer.stderr == ""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_quiet_says_nothing(run, folder, command):
    answer = run(*command, "--quiet")
    assert answer.exit_code == 0
    assert answer.output == ""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_progress_goes_to_standard_error(run, folder, command):
    answer = run(*command)
    assert answer.exit_code == 0
    assert answer.stderr == "Đọc sổ (3)\n"
    assert answer.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_the_office_may_lie_elsewhere(run, folder, engine, monkeypatch, tmp_path_factory, command):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert run(*command, "--office", folder, "--quiet").exit_code == 0
    assert engine.asked[0] == ("open", folder, None)


@pytest.mark.parametrize("written", ["2026-11-05", "05/11/2026"])
def test_the_day_of_the_run_may_be_given(run, folder, engine, written):
    run("sync", "--as-of", written)
    assert engine.asked[0] == ("open", folder, date(2026, 11, 5))


def test_without_an_office_the_way_out_is_told(run, tmp_path, monkeypatch, engine):
    monkeypatch.chdir(tmp_path)
    answer = run("sync")
    assert answer.exit_code == 10
    assert answer.stdout == ""
    assert "CFG101" in answer.stderr
    assert "sheetkeeper init DIR" in answer.stderr


def test_a_wrong_settings_file_is_explained_in_its_language(run, folder, engine):
    (folder / "office.toml").write_text('[office]\nname = "A"\nlanguage = "vi"\nnmae = "B"\n', encoding="utf-8")
    answer = run("sync")
    assert answer.exit_code == 10
    assert "CFG103 dòng 4: Không có mục cài đặt tên “office.nmae”." in answer.stderr
    assert "CFG113" in answer.stderr


def test_what_went_wrong_is_one_json_document_too(run, folder, engine):
    (folder / "office.toml").write_text("[office", encoding="utf-8")
    answer = run("plan", "--json")
    assert answer.exit_code == 10
    assert answer.document["error"]["exit_code"] == 10
    assert answer.document["error"]["problems"][0]["code"] == "CFG102"
    assert answer.document["error"]["problems"][0]["line"] == 1


def test_an_unexpected_error_is_no_traceback(run, folder, engine):
    engine.error = ZeroDivisionError("division by zero")
    answer = run("sync")
    assert answer.exit_code == 1
    assert "CLI101" in answer.stderr
    assert "ZeroDivisionError: division by zero" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_traceback_is_shown_to_those_who_ask(run, folder, engine, monkeypatch):
    monkeypatch.setenv("SHEETKEEPER_DEBUG", "1")
    engine.error = ZeroDivisionError()
    answer = run("sync")
    assert answer.exit_code == 1
    assert "Traceback" in answer.stderr


def test_a_full_disk_is_told_as_such(run, folder, engine):
    engine.error = OSError(28, "No space left on device")
    answer = run("sync", "--lang", "en")
    assert answer.exit_code == 1
    assert "CLI112 It could not be read or written: the disk is full (ENOSPC)." in answer.stderr


def test_an_interruption_has_its_own_exit_code(run, folder, engine):
    engine.error = KeyboardInterrupt()
    answer = run("sync")
    assert answer.exit_code == 130
    assert "CLI105" in answer.stderr


def test_a_partial_run_has_its_own_exit_code(run, folder, engine):
    engine.result = result(status="partial")
    assert run("sync").exit_code == 3


def test_findings_are_no_failure(run, folder, engine):
    engine.result = result(findings=[finding()] * 50)
    assert run("sync").exit_code == 0


def test_a_sync_shows_counts_the_worst_and_where_to_look(run, folder, engine):
    engine.result = result(
        findings=[finding(), finding("INV301", Severity.WARNING), finding("WBK101", table="")], mails=[]
    )
    page = run("sync", "--lang", "en").stdout
    assert "Công ty Minh Phát" in page
    assert "Run 20261120-0001" in page
    assert "INV101 kho.xlsx · Hàng hóa!D17" in page
    assert "Wrong A4" in page
    assert "No mail." in page
    assert "Done in 4,2 seconds." in page


def test_the_page_speaks_the_offices_language(run, folder, engine):
    page = run("sync").stdout
    assert "Sai A4" in page
    assert "Xong trong 4,2 giây." in page
    assert "1.234" in page


def test_a_workbook_that_was_left_out_says_why(run, folder, engine):
    problem = finding("WBK101", table="")
    engine.result = result(status="partial", workbooks=[workbook(status="failed", problem=problem)])
    page = run("sync", "--lang", "en").stdout
    assert "failed, left out" in page
    assert "WBK101 Wrong A4" in page
    assert "→ Mend" in page


def test_departments_that_were_not_checked_are_named(run, folder, engine):
    engine.result = result(findings=[], mails=[], paused=[Text("Kho", "Stock"), Text("Lương", "Wages")])
    assert "Not checked in this run: Stock, Wages." in run("sync", "--lang", "en").stdout
    assert "Chưa kiểm tra trong lần chạy này: Kho, Lương." in run("plan").stdout


def test_an_office_without_findings_is_told_so(run, folder, engine):
    engine.result = result(findings=[], mails=[])
    assert "No errors, warnings or notices." in run("sync", "--lang", "en").stdout


def test_wages_do_not_appear_on_the_page(run, folder, engine):
    engine.result = result(findings=[finding("PAY101", personal=True)])
    page = run("sync", "--lang", "en").stdout
    assert "Title" in page
    assert "Wrong A4" not in page


def test_a_plan_lists_cells_before_and_after(run, folder, engine):
    engine.result = result(plans=[plan_of("inventory", ["Hết hàng"])])
    page = run("plan", "--lang", "en").stdout
    assert "Hàng hóa!L5" in page
    assert "⚙ Lý do" in page
    assert "Hết hàng" in page
    assert "[Kho] 1 việc mới" in page


def test_a_plan_shows_some_cells_and_counts_the_rest(run, folder, engine):
    engine.result = result(plans=[plan_of("inventory", ["x"] * 30)])
    page = run("plan", "--lang", "en", "--limit", 20).stdout
    assert "Hàng hóa!L24" in page
    assert "Hàng hóa!L25" not in page
    assert "10 more cells" in page
    assert "Hàng hóa!L34" in run("plan", "--limit", 0).stdout


def test_a_plan_hides_the_values_of_a_confidential_workbook_also_where_a_text_quotes_them(run, folder, engine):
    engine.result = result(plans=[plan_of("payroll", [18_550_000, 1.5, "lương 18550000 thấp"])])
    page = run("plan").stdout
    assert "1855" not in page
    assert "18 550" not in page
    assert "18.550" not in page
    assert "thấp" not in page
    assert "•••" in page


def test_a_plan_shows_the_numbers_of_other_workbooks(run, folder, engine):
    engine.result = result(plans=[plan_of("inventory", [18_550_000, 1.5])])
    page = run("plan").stdout
    assert "18.550.000" in page
    assert "1,5" in page


def test_a_plan_without_changes_is_told_so(run, folder, engine):
    assert "There is no cell to write." in run("plan", "--lang", "en").stdout


def test_a_script_can_see_that_changes_are_pending(run, folder, engine):
    engine.result = result(plans=[plan_of("inventory", ["x"])])
    assert run("plan", "--detailed-exitcode", "--quiet").exit_code == 20
    assert run("plan", "--quiet").exit_code == 0


def test_a_script_can_see_that_nothing_is_pending(run, folder, engine):
    engine.result = result(mails=[])
    assert run("plan", "--detailed-exitcode", "--quiet").exit_code == 0


def test_a_failed_check_has_its_fix_and_an_exit_code(run, folder, engine):
    engine.lines = [
        CheckLine("OK", "settings", Text("Tốt", "Fine"), Text("thừa", "superfluous")),
        CheckLine("FAIL", "kho.xlsx", Text("Thiếu cột", "A column is missing"), Text("Thêm cột", "Add it")),
        CheckLine("WARN", "mail", Text("Chưa thử", "Not tried")),
    ]
    answer = run("check", "--lang", "en")
    assert answer.exit_code == 10
    assert "✗ FAIL  kho.xlsx  A column is missing" in answer.stdout
    assert "→ Add it" in answer.stdout
    assert "superfluous" not in answer.stdout
    assert "To be put right: 1." in answer.stdout
    document = run("check", "--json", "--lang", "en").document
    assert document["status"] == "FAIL"
    assert document["checks"][1]["fix"] == "Add it"


def test_a_warning_is_no_failure(run, folder, engine):
    engine.lines = [CheckLine("WARN", "mail", Text("Chưa thử", "Not tried"), Text("Thử", "Try"))]
    answer = run("check", "--lang", "en")
    assert answer.exit_code == 0
    assert "Ready to run; worth a look: 1." in answer.stdout
    assert run("check", "--json").document["status"] == "WARN"


def test_status_shows_runs_and_alerts(run, folder, engine):
    page = run("status", "--lang", "en").stdout
    assert "20261120-0001" in page
    assert "20/11/2026 08:30" in page
    assert "Warning: 3" in page


def test_status_of_a_new_office(run, folder, engine):
    engine.status_result = status(runs=[], open_alerts={})
    page = run("status", "--lang", "en").stdout
    assert "There has been no run yet." in page
    assert "No alert is open." in page


def test_status_shows_what_waits(run, folder, engine):
    engine.status_result = status(
        runs=[one_run(status="running")],
        held={"inventory": "20261120-0001"},
        mailbox=Mailbox(
            [waiting(1), waiting(2)], [waiting(3, code="MAI107", error="550 no such mailbox")], server="mail"
        ),
        jobs=["mỗi ngày lúc 18:00"],
    )
    page = run("status", "--lang", "en").stdout
    assert "inventory  (20261120-0001)" in page
    assert "Mails waiting to be sent: 2" in page
    assert "given up, since they could not be sent: 1" in page
    assert "MAI107 mail refused the mail for kho@example.com: 550 no such mailbox." in page
    assert "→ Correct the address under [mail.recipients]" in page
    assert "sheetkeeper mail retry" in page
    assert "mỗi ngày lúc 18:00" in page
    assert "unfinished" in page


def test_explain_shows_the_tree_with_formula_and_law(run, folder, engine):
    page = run("explain", "payroll", "NV001", "2026-11").stdout
    assert "Phiếu lương NV001" in page
    assert "Thực lĩnh  18.550.000" in page
    assert "cách tính: thu nhập tính thuế × 5 %" in page
    assert "taxable = 9.000.000" in page
    assert "tỷ lệ: 5%" in page
    assert "căn cứ: Law 109/2025 (từ 01/01/2026)" in page
    assert engine.asked[-1] == ("explain", ("payroll", "NV001", "2026-11"))


def test_explain_as_json_keeps_every_digit(run, folder, engine):
    (explanation,) = run("explain", "payroll", "NV001", "--json", "--lang", "en").document["explanations"]
    (net,) = explanation["lines"]
    assert (net["title"], net["amount"]) == ("Net pay", "18550000")
    assert net["lines"][0]["rate"] == "0.05"
    assert net["lines"][0]["inputs"] == [{"name": "taxable", "title": "taxable", "value": "9000000"}]
    assert net["lines"][0]["formula"] == "taxable income × 5 %"


def test_explain_shows_what_was_found_in_words_and_without_an_amount(run, folder, engine):
    said = Traced("PAY101 · Lỗi", Decimal(0), formula_vi="Lương thấp.", formula_en="Low pay.", is_statement=True)
    engine.explanations = [Explanation(Text("Nhân viên!G14", "Nhân viên!G14"), (said,))]
    page = run("explain", "Nhân viên!G14").stdout
    assert "Lương thấp." in page
    assert "cách tính" not in page
    assert "PAY101 · Lỗi  0" not in page
    document = run("explain", "Nhân viên!G14", "--json").document
    assert document["explanations"][0]["lines"][0]["amount"] is None


def test_explain_of_something_unknown_gives_examples(run, folder, engine):
    engine.explanations = []
    answer = run("explain", "xyz", "--lang", "en")
    assert answer.exit_code == 2
    assert "Nothing was found for “xyz”." in answer.stderr
    assert "account 1111" in answer.stderr


def test_undo_tells_what_was_put_back_and_what_was_kept(run, folder, engine):
    engine.undo_result = undone(conflicts=[CellChange("Hàng hóa", 17, 12, "⚙ Lý do", "SP1", "x", "y", "INV101")])
    page = run("undo", "20261120-0001", "--lang", "en").stdout
    assert "1.234 cells of run 20261120-0001 were put back." in page
    assert "Hàng hóa!L17" in page
    assert "sheetkeeper resume" in page
    assert engine.asked[-1] == ("undo", "20261120-0001")


def test_undo_that_held_nothing_says_nothing_of_it(run, folder, engine):
    engine.undo_result = undone(held=[])
    assert "resume" not in run("undo", "20261120-0001").stdout


def test_undo_that_could_not_reach_a_workbook_says_so(run, folder, engine):
    engine.undo_result = undone(problems=[finding("WBK106", table="")])
    answer = run("undo", "20261120-0001", "--lang", "en")
    assert answer.exit_code == 3
    assert "WBK106 Wrong A4" in answer.stdout


def test_resume_takes_names_of_workbooks(run, folder, engine):
    engine.released = ["inventory"]
    assert "May be written again: inventory" in run("resume", "inventory", "--lang", "en").stdout
    assert engine.asked[-1] == ("resume", ("inventory",))


def test_resume_without_holds_says_so(run, folder, engine):
    assert "No workbook is on hold." in run("resume", "--lang", "en").stdout


def test_resume_of_an_unknown_workbook_lists_the_known(run, folder, engine):
    answer = run("resume", "nhap", "--lang", "en")
    assert answer.exit_code == 2
    assert "Use one of: inventory, payroll." in answer.stderr


def test_an_unknown_option_is_a_usage_error(run, folder, engine):
    assert run("sync", "--fast").exit_code == 2


def test_the_version_is_told(run):
    answer = run("--version")
    assert answer.exit_code == 0
    assert answer.stdout.startswith("sheetkeeper ")


def test_no_colour_where_none_is_wanted(run, folder, engine, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[3" in run("sync").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    page = run("sync").stdout
    assert not any(f"\x1b[{colour}m" in page for colour in (31, 32, 33, 36, "1;31"))


def test_the_language_of_the_environment_is_taken_until_an_office_is_known(run, tmp_path, monkeypatch, engine):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    assert "Không có tệp cài đặt office.toml" in run("sync").stderr


def test_main_is_what_the_script_starts(monkeypatch, capsys):
    from sync.cli import main

    monkeypatch.setattr(sys, "argv", ["sheetkeeper", "--version"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("sheetkeeper ")
