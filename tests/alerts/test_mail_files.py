"""Mails as files: whole or not at all, and open to the office only."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest

from sync.alerts.base import DeliveryError, OutgoingMail
from sync.alerts.outbox import FileTransport, deliver, file_name
from tests.alerts.test_outbox import NOW, MemoryOutbox


def mail():
    return OutgoingMail("<20261120-0001.1@example.com>", "kho@example.com", "x", NOW, b"From: so@example.com\r\n")


def test_a_crash_before_the_mark_delivers_the_file_once(tmp_path):
    class CrashingOutbox(MemoryOutbox):
        def mark_sent(self, message_id, at):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(CrashingOutbox(mail()), FileTransport(tmp_path), NOW)
    (before,) = tmp_path.iterdir()
    written = before.stat().st_mtime_ns
    outbox = MemoryOutbox(mail())
    deliver(outbox, FileTransport(tmp_path), NOW)
    (after,) = tmp_path.iterdir()
    assert (after, after.stat().st_mtime_ns) == (before, written)
    assert outbox.sent == [mail()]


def test_a_mail_becomes_a_file_that_only_the_office_can_read(tmp_path):
    folder = tmp_path / "state" / "outbox"
    FileTransport(folder).send(mail())
    (file,) = folder.iterdir()
    assert file.name == "20261120-0001.1@example.com.eml"
    assert file.read_bytes() == mail().mime
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_file_half_written_by_a_crash_is_written_anew(tmp_path):
    (tmp_path / "20261120-0001.1@example.com.partial").write_bytes(b"half")
    FileTransport(tmp_path).send(mail())
    assert [file.name for file in tmp_path.iterdir()] == ["20261120-0001.1@example.com.eml"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(DeliveryError, match="outbox") as caught:
        FileTransport(tmp_path / "outbox").send(mail())
    assert caught.value.everything


@pytest.mark.parametrize(
    "message_id", ["<../../etc/passwd>", "<a/b@x>", "<.hidden>", "<\u202ea>", f"<{'a' * 500}>", "<>"]
)
def test_a_file_name_cannot_leave_the_folder(message_id, tmp_path):
    name = file_name(message_id)
    assert Path(name).name == name
    assert not name.startswith(".")
    assert len(name) < 200
    FileTransport(tmp_path).send(replace(mail(), message_id=message_id))
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_different_ids_have_different_files():
    assert file_name("<a/b>") != file_name("<a_b>") != file_name("<a:b>")
