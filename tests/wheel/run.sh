#!/bin/sh
# Builds the wheel, installs it alone into an empty environment, and runs the demo from an empty folder, where no
# source file can stand in for one that was left out of the wheel.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${PYTHON:-python3}" -m venv "$work/venv"
pip="$work/venv/bin/python -m pip --disable-pip-version-check --quiet"
$pip wheel --no-deps --wheel-dir "$work/dist" "$root"
$pip install "$work"/dist/*.whl

mkdir "$work/empty"
cd "$work/empty"
unset PYTHONPATH
sheetkeeper="$work/venv/bin/sheetkeeper"

"$sheetkeeper" --version
"$sheetkeeper" demo --json > demo.json
"$work/venv/bin/python" - <<'PYTHON'
import json
import pathlib

import rules
import sync
import templates

here = pathlib.Path.cwd()
for package in (rules, sync, templates):
    assert "site-packages" in package.__file__, package.__file__

run = json.loads(pathlib.Path("demo.json").read_text(encoding="utf-8"))
assert run["status"] == "ok", run["status"]
assert run["findings"], "the demo found nothing"
assert run["mails"], "the demo mailed nobody"
assert all(workbook["cells_written"] for workbook in run["workbooks"]), run["workbooks"]
assert list(here.glob("demo-office/state/outbox/*.eml")), "no mail in the outbox"
PYTHON

"$sheetkeeper" sync --office demo-office --json > again.json
"$work/venv/bin/python" - <<'PYTHON'
import json
import pathlib

run = json.loads(pathlib.Path("again.json").read_text(encoding="utf-8"))
assert sum(workbook["cells_written"] for workbook in run["workbooks"]) == 0, run["workbooks"]
assert run["mails"] == [], run["mails"]
PYTHON

"$sheetkeeper" init office --yes --quiet
"$sheetkeeper" sync --office office --quiet
echo "wheel: the demo, a second run and a new office work from an empty folder"
