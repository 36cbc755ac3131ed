"""What the page promises, seen on the machine after every step of it was taken. They are kept in this order."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.newcomer.machine import Machine, MachineError
from tests.newcomer.outside import HeartbeatReceiver
from tests.newcomer.page import PAGE
from tests.newcomer.service import PROGRAM, SETTINGS, TICK, Service, jobs, moment_of
from tests.support.mail_server import MailServer

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OUTSIDE = "/mnt/share/so-sach"
STORE, WAGES = "/srv/office/workbooks/kho.xlsx", "/srv/office/wages/nhan-su-tien-luong.xlsx"
PYTHON = "/opt/sheetkeeper/bin/python"

SAVE = """
import os, sys, openpyxl
path, text, way = sys.argv[1:]
book = openpyxl.load_workbook(path)
tab = book.worksheets[0]
cell = tab.cell(row=5, column=1)
tab.cell(row=5, column=2, value="Giấy in")
tab.cell(row=5, column=8, value="mười")
cell.value = text
if way == "in place":
    book.save(path)
else:
    book.save(path + ".new")
    os.chmod(path + ".new", 0o644)
    os.replace(path + ".new", path)
"""
# As two kinds of programs save: into the file that is there, or beside it and then in its place, with rights of their
# own. A word where a number belongs is something to mail about.

FLAGS = (
    "import sys, openpyxl; tab = openpyxl.load_workbook(sys.argv[1]).worksheets[0]; "
    "print(tab.cell(row=5, column=1).value, tab.cell(row=5, column=14).value, sep=chr(124))"
)
# The key of the first row, and the flag that stands beside it.


class Promises:
    """Keeps what each promise needs: the machine, its service, and what lies outside."""

    def __init__(self, machine: Machine, mail: MailServer, beats: HeartbeatReceiver):
        self.machine, self.mail, self.beats = machine, mail, beats
        self.service = Service(machine)

    def all(self) -> Sequence[Callable[[], str]]:
        """Return every promise; each says what it saw, or raises."""
        return (
            self.nobody_else_sees_state_password_or_wages,
            self.the_unit_is_closed,
            self.a_second_daemon_is_refused,
            self.a_run_is_made_on_time_and_mailed,
            self.the_heartbeat_is_seen_outside,
            self.staff_save_before_and_after_a_run,
            self.a_folder_outside_is_written_once_it_is_named,
            self.stopping_amid_a_run_takes_less_than_ten_seconds_and_is_made_up,
            self.a_killed_daemon_comes_back_and_completes_the_run,
            self.a_reboot_brings_it_back,
            self.a_power_cut_amid_a_run_is_made_good,
            self.wrong_settings_are_not_tried_again_and_again,
            self.it_starts_without_a_password,
        )

    def nobody_else_sees_state_password_or_wages(self) -> str:
        """The password, the state and the settings are closed to staff; wages to those who are not in the group."""
        closed = {
            "lan": ["/etc/sheetkeeper/smtp-password", "/run/credentials/sheetkeeper.service/smtp-password"],
            "hoa": ["/srv/office/state/state.sqlite3", "/srv/office/state/backups"],
            "guest": [STORE, WAGES, "/srv/office/workbooks"],
        }
        closed["lan"] += [*closed["hoa"], WAGES]
        closed["hoa"] += closed["lan"][:2]
        closed["sheetkeeper"] = ["/etc/sheetkeeper/smtp-password"]
        for user, paths in closed.items():
            for path in paths:
                self.machine.run(f"test -e {path}")
                self.machine.run(f"test ! -r {path}", user=user)
        for user in ("lan", "hoa"):
            self.machine.run(f"test -r {STORE} && test -w {STORE} && test ! -w {SETTINGS}", user=user)
            self.machine.run("touch /srv/office/mine", user=user, code=1)
        self.machine.run(f"test -r {WAGES} && test -w {WAGES}", user="hoa")
        return "password, state, settings and wages are closed to those whom they do not concern"

    def the_unit_is_closed(self) -> str:
        """It writes the office and nothing else, and has no right that it does not need."""
        process = self.service.shows("MainPID")
        status = self.machine.run(f"cat /proc/{process}/status").text
        for line in ("NoNewPrivs:\t1", "Seccomp:\t2", "CapBnd:\t0000000000000000", "CapEff:\t0000000000000000"):
            assert line in status, line
        inside = f"nsenter --target {process} --mount"
        for folder in ("/srv", "/etc", "/opt/sheetkeeper", "/var/lib", "/usr/local"):
            # Even root could not write there in the service's place.
            assert "Read-only" in self.machine.run(f"{inside} touch {folder}/x", code=1).text, folder
        self.machine.run(f"{inside} sh -c 'touch /srv/office/x && rm /srv/office/x'")
        assert self.machine.run(f"{inside} ls /home /root").text.split() == ["/home:", "/root:"]
        self.machine.run("touch /tmp/outside")
        self.machine.run(f"{inside} test ! -e /tmp/outside")
        exposure = (
            self.machine.run("systemd-analyze security --no-pager sheetkeeper").text.split("service: ")[-1].split()[0]
        )
        assert f"gives it {exposure} of 10" in PAGE.read_text(encoding="utf-8"), exposure
        return f"nothing but the office can be written; exposure {exposure} of 10"

    def a_second_daemon_is_refused(self) -> str:
        """A second daemon of the office ends with exit code 11."""
        said = self.service.command("daemon", code=11).text
        assert "CLI135" in said, said
        return "exit code 11"

    def a_run_is_made_on_time_and_mailed(self) -> str:
        """What a colleague wrote is found by the run that was due, and mailed over STARTTLS with a sign-in."""
        self._save("lan", STORE, "HH001", "in place")
        already = len(self.mail.mails)
        since = len(self.service.log())
        due = (datetime.now(ZONE) + timedelta(seconds=TICK + 65)).replace(second=0, microsecond=0)
        self.service.set(jobs("daily at 07:30", f"daily at {due:%H:%M}"))
        started = self.service.wait_for("run started", since, 180)
        late = (moment_of(started) - due).total_seconds()
        assert 0 <= late < TICK + 2, late
        assert started["reason"] == "on time", started
        ended = self.service.wait_for("run ended", since)
        assert (ended["end"], ended["exit_code"], bool(ended["run"])) == ("ok", "0", True), ended
        (reader, mail), *more = self.mail.mails[already:]
        assert (reader, more) == ("you@example.com", []), self.mail.mails
        assert {"EHLO", "STARTTLS", "AUTH", "MAIL"} <= set(self.mail.commands)
        assert b"Message-ID: <" in mail
        return f"a run {late:.0f} s after {due:%H:%M}, {ended['seconds']} s; one mail"

    def the_heartbeat_is_seen_outside(self) -> str:
        """Start and end of the run were told."""
        until = time.monotonic() + 10
        while len(self.beats.asked) < 2 and time.monotonic() < until:
            time.sleep(0.2)
        assert self.beats.asked == ["/your-own-id/start", "/your-own-id"], self.beats.asked
        self.service.set(jobs("every minute"))
        return " then ".join(self.beats.asked)

    def staff_save_before_and_after_a_run(self) -> str:
        """Whatever way a colleague saves, the run writes her workbook, and she and the others can save it again."""
        for user, way, text in (("lan", "in its place", "HH002"), ("hoa", "in place", "HH003")):
            self._save(user, STORE, text, way)
            self._save("hoa", WAGES, "NV001", way)
            self.service.next_run()
            seen = self.machine.run(f"{PYTHON} -c '{FLAGS}' {STORE}", user="hoa").text.strip().split("|")
            assert seen[0] == text, seen
            assert seen[1] not in ("", "None"), seen
            for path, group in ((STORE, "sheetkeeper"), (WAGES, "wages")):
                assert self.machine.run(f"stat -c '%G %a' {path}").text.split() == [group, "664"], path
                self.machine.run(f"test -w {path}", user="hoa")
        self._save("lan", STORE, "HH004", "in place")
        self.machine.run(f"test ! -r {STORE}", user="guest")
        return "saved in place and by replacing it, before and after runs; group and rights stay"

    def a_folder_outside_is_written_once_it_is_named(self) -> str:
        """The line of `systemctl edit` lets the service write a folder outside; without it, the run says so."""
        self.machine.run(f"{PROGRAM} demo --quiet /root/demo")
        names = self.machine.run("ls /root/demo").text.split()
        ledger = next(name for name in names if name.endswith(".xlsx") and "ke-toan" in name)
        self.machine.run(f"install -o lan -g sheetkeeper -m 0664 /root/demo/{ledger} {OUTSIDE}/{ledger}")
        section = f'[workbooks.branch]\nlocation = "{OUTSIDE}/{ledger}"\ndepartments = ["finance"]\n'
        drop_in = "/etc/systemd/system/sheetkeeper.service.d"
        self.service.set(section)
        self.machine.run(f"mv {drop_in} /root/kept && systemctl daemon-reload && systemctl restart sheetkeeper")
        assert self.service.next_run()["end"] == "partial"
        self.machine.run(f"mv /root/kept {drop_in} && systemctl daemon-reload && systemctl restart sheetkeeper")
        ended = self.service.next_run()
        assert ended["end"] == "ok", ended
        rights = self.machine.run(f"stat -c '%U %G %a' {OUTSIDE}/{ledger}").text.split()
        assert rights == ["sheetkeeper", "sheetkeeper", "664"], rights
        return f"partial without it, ok with it; {ledger} in {ended['seconds']} s"

    def stopping_amid_a_run_takes_less_than_ten_seconds_and_is_made_up(self) -> str:
        """`systemctl stop` ends the run under way; the next start makes it up."""
        self._dirty()
        since = self.service.amid_a_run()
        stopped = self.machine.run("systemctl stop sheetkeeper")
        assert stopped.seconds < 10, stopped
        ended = self.service.wait_for("run ended", since)
        assert ended["end"] == "interrupted", ended
        assert self.service.shows("Result") == "success"
        since = len(self.service.log())
        self.machine.run("systemctl start sheetkeeper")
        again = self.service.wait_for("run ended", since)
        assert again["end"] == "ok", again
        self._whole()
        return f"stopped in {stopped.seconds:.1f} s, made up in {again['seconds']} s"

    def a_killed_daemon_comes_back_and_completes_the_run(self) -> str:
        """After `kill -9` systemd starts it again, and the run is completed."""
        self._dirty()
        since = self.service.amid_a_run()
        self.machine.run(f"kill -9 {self.service.shows('MainPID')}")
        ended = self.service.wait_for("run ended", since, 90)
        assert ended["end"] == "ok", ended
        assert int(self.service.shows("NRestarts")) >= 1
        self._whole()
        return "started again by systemd, the run completed"

    def a_reboot_brings_it_back(self) -> str:
        """The service comes with the machine."""
        self.machine.reboot()
        self.service.wait_for("daemon started", 0)
        assert self.service.active()
        assert self.service.wait_for("run ended", 0, 90)["end"] == "ok"
        return "back, and at work"

    def a_power_cut_amid_a_run_is_made_good(self) -> str:
        """The start after a power cut settles what was begun."""
        self._dirty()
        self.service.amid_a_run()
        self.machine.cut_power()
        self.machine.boot()
        assert self.service.wait_for("run ended", 0, 90)["end"] == "ok"
        self._whole()
        return "settled by the next start"

    def wrong_settings_are_not_tried_again_and_again(self) -> str:
        """A mistake in `office.toml` ends with exit code 10, and systemd leaves it at that."""
        self.service.set(jobs("daily at 07:30"))
        settings = self.machine.run(f"cat {SETTINGS}").text
        self.machine.write(SETTINGS, settings.replace("[office]", "[ofice]"))
        self.machine.run("systemctl restart sheetkeeper", code=None)
        self._until(lambda: self.service.shows("ActiveState") == "failed", "it is still trying")
        assert (self.service.shows("ExecMainStatus"), self.service.shows("NRestarts")) == ("10", "0")
        self.machine.write(SETTINGS, settings)
        self.machine.run("systemctl start sheetkeeper")
        self.service.wait_until_started()
        return "exit code 10, no restart"

    def it_starts_without_a_password(self) -> str:
        """Where there is no mail server, there need be no password."""
        self.machine.run("mv /etc/sheetkeeper /root/kept && systemctl restart sheetkeeper")
        self.service.wait_until_started()
        self.machine.run("mv /root/kept /etc/sheetkeeper && systemctl restart sheetkeeper")
        self.service.wait_until_started()
        return "started"

    def the_update_is_at_work(self) -> str:
        """After the last step of the page the new version serves the same state."""
        assert self.service.active()
        assert self.service.command("--version").text.strip() == "sheetkeeper 0.2.0"
        self.service.set(jobs("every minute"))
        assert self.service.next_run()["end"] == "ok"
        return "0.2.0 goes on where 0.1.0 was"

    def _save(self, user: str, path: str, text: str, way: str):
        """Have a colleague open a workbook, write a cell, and save."""
        self.machine.run(f"{PYTHON} - {path} {text!r} {way!r}", user=user, text=SAVE)

    def _dirty(self):
        """Give the next run something to write."""
        self._save("lan", STORE, f"HH{time.time_ns() % 10**6}", "in place")

    def _whole(self):
        """See that every workbook can be opened, and that nothing that was begun lies about."""
        left = self.machine.run(f"find /srv/office {OUTSIDE} -name '.sheetkeeper-*'").text
        assert not left, left
        self.service.command("check")
        assert self.service.command("audit").code == 0

    def _until(self, holds: Callable[[], bool], what: str):
        until = time.monotonic() + 30
        while not holds():
            if time.monotonic() > until:
                raise MachineError(what)
            time.sleep(0.3)
