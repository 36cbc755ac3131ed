import errno
import os
import re
import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from rules.core.message import Voice
from sync.backends.base import WorkbookError
from sync.cli.exit_codes import ExitCode
from sync.cli.failures import describe, exit_code_of
from sync.cli.messages import MESSAGES
from sync.config.problems import MESSAGES as CONFIGURATION_MESSAGES
from sync.store.base import NewerStateError, UnreadableStateError
from sync.undoing import UnknownRunError
from sync.wiring import LockedError


@pytest.mark.parametrize(
    ("error", "exit_code", "code"),
    [
        (LockedError("office"), ExitCode.LOCKED, "CLI102"),
        (WorkbookError("WBK136", account="keeper@example.com"), ExitCode.CREDENTIALS, "WBK136"),
        (WorkbookError("WBK130"), ExitCode.QUOTA, "WBK130"),
        (WorkbookError("WBK121", account="keeper@example.com"), ExitCode.LEFT_OUT, "WBK121"),
        (KeyboardInterrupt(), ExitCode.INTERRUPTED, "CLI105"),
        (UnknownRunError("20260101-0009"), ExitCode.USAGE, "CLI110"),
        (PermissionError(13, "Permission denied"), ExitCode.UNEXPECTED, "CLI112"),
        (NewerStateError(9, 1), ExitCode.CONFIGURATION, "CLI114"),
        (UnreadableStateError("file is not a database"), ExitCode.CONFIGURATION, "CLI115"),
        (AssertionError(), ExitCode.UNEXPECTED, "CLI101"),
    ],
    ids=lambda value: value.__class__.__name__ if isinstance(value, BaseException) else str(value),
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_failure_has_its_message_and_exit_code(error, exit_code, code, language):
    failure = describe(error)
    (problem,) = failure.problems
    assert (failure.exit_code, problem.code) == (exit_code, code)
    assert problem.text(Voice(language))
    assert problem.fix(Voice(language))


@pytest.mark.parametrize(
    ("codes", "exit_code"),
    [
        ([], ExitCode.LEFT_OUT),
        (["WBK101", "WBK999"], ExitCode.LEFT_OUT),
        (["WBK101", "WBK130"], ExitCode.QUOTA),
        (["WBK130", "WBK137", "WBK101"], ExitCode.CREDENTIALS),
    ],
)
def test_the_gravest_reason_for_leaving_out_decides_what_the_shell_is_told(codes, exit_code):
    assert exit_code_of(codes) is exit_code


@pytest.mark.parametrize(
    ("code", "vietnamese", "english"),
    [
        (errno.ENOSPC, "ổ đĩa đã đầy (ENOSPC)", "the disk is full (ENOSPC)"),
        (errno.EACCES, "không có quyền truy cập (EACCES)", "access is denied (EACCES)"),
        (errno.EROFS, "ổ đĩa chỉ cho đọc (EROFS)", "the disk is read-only (EROFS)"),
        (errno.EBUSY, "tệp đang bị chương trình khác giữ (EBUSY)", "another program holds the file (EBUSY)"),
    ],
)
def test_what_the_system_refuses_is_told_in_the_readers_language_with_its_name(code, vietnamese, english):
    (problem,) = describe(OSError(code, os.strerror(code), "/office/kho.xlsx")).problems
    assert f"/office/kho.xlsx: {vietnamese}." in problem.text(Voice("vi"))
    assert f"/office/kho.xlsx: {english}." in problem.text(Voice("en"))


def test_a_file_that_is_open_on_windows_is_no_lack_of_permission():
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    error.winerror = 32
    (problem,) = describe(error).problems
    assert "another program holds the file" in problem.text(Voice("en"))


def test_what_the_system_has_no_usual_name_for_is_told_in_its_own_words():
    (rare,) = describe(OSError(errno.EXDEV, "Invalid cross-device link")).problems
    assert "Invalid cross-device link (EXDEV)." in rare.text(Voice("vi"))
    (nameless,) = describe(TimeoutError("timed out")).problems
    assert "timed out." in nameless.text(Voice("vi"))


def test_a_long_error_is_cut_to_its_first_line():
    (problem,) = describe(RuntimeError("first\nsecond")).problems
    assert "RuntimeError: first." in problem.text(Voice("en"))
    assert "second" not in problem.text(Voice("en"))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.code)
def test_every_message_is_in_both_languages_with_the_same_fields(message):
    for text in (message.title, message.text, message.fix):
        assert text.vi
        assert text.en
        assert text.vi != text.en
        assert set(re.findall(r"\{\w+", text.vi)) == set(re.findall(r"\{\w+", text.en))


def test_codes_are_told_apart():
    codes = [message.code for message in (*MESSAGES, *CONFIGURATION_MESSAGES)]
    assert len(set(codes)) == len(codes)


def test_a_state_that_another_program_holds_is_told_in_the_databases_own_words():
    error = OperationalError("INSERT INTO journal VALUES (?)", {}, sqlite3.OperationalError("database is locked"))
    failure = describe(error)
    assert (failure.exit_code, failure.problems[0].code) == (ExitCode.CONFIGURATION, "CLI115")
    text = failure.problems[0].text(Voice("en"))
    assert "database is locked" in text
    assert "INSERT" not in text
