import io
import os
import subprocess
import sys

from sync.cli.progress import Bar, Lines, Silent, make_progress


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_lines_name_each_step_once():
    stream = io.StringIO()
    with make_progress(language="en", silent=False, stream=stream) as progress:
        for done in range(3):
            progress.step("read", done, 3)
        progress.step("notify", 0, 1)
        progress.step("something", 0, 1)
    assert isinstance(progress, Lines)
    assert stream.getvalue() == "Reading (3)\nWriting mail\nsomething\n"


def test_silence_is_silent():
    with make_progress(language="en", silent=True) as progress:
        progress.step("read", 1, 2)
    assert isinstance(progress, Silent)


def test_a_terminal_gets_a_bar_that_goes_away():
    stream = Screen()
    with make_progress(language="vi", silent=False, stream=stream) as progress:
        progress.step("read", 0, 3)
        progress.step("read", 3, 3)
        progress.step("apply", 1, 1)
    assert isinstance(progress, Bar)
    assert "Ghi kết quả" in stream.getvalue()


def test_help_answers_in_less_than_half_a_second():
    # Processor time: other work on the machine is not the command's fault.
    before = os.times()
    subprocess.run([sys.executable, "-m", "sync", "--help"], check=True, capture_output=True)
    after = os.times()
    taken = after.children_user - before.children_user + after.children_system - before.children_system
    assert taken < 0.5


def test_help_loads_nothing_heavy():
    code = "import sys, sync.cli.app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"pydantic", "rich", "sqlalchemy", "openpyxl", "babel", "lxml", "rules.core.record"}.intersection(loaded)
