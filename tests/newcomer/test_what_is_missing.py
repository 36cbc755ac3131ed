"""Where the machine for the trial cannot be made, one line says what is missing."""

import os
import shutil

from tests.newcomer.machine import what_is_missing


def test_whoever_is_not_root_is_told(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert what_is_missing() == "newcomer: has to be run as root, since it boots a machine of its own"


def test_programs_that_are_missing_are_told_with_the_packages_that_bring_them(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda tool: "/bin/nsenter" if tool == "nsenter" else None)

    assert what_is_missing() == (
        "newcomer: needs debootstrap, systemd-container: apt-get install debootstrap systemd-container"
    )


def test_nothing_is_told_where_nothing_is_missing(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda tool: f"/bin/{tool}")

    assert what_is_missing() == ""
