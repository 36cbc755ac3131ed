"""What the department promises as a whole."""

import re
import subprocess
import sys

from rules.core.record import columns_of
from rules.core.setting import settings_of
from rules.core.text import fold_header
from rules.departments import all_departments
from rules.inventory import DEPARTMENT
from rules.inventory.settings import InventorySettings


def test_the_department_is_found():
    assert DEPARTMENT in all_departments()


def test_codes_are_unique_and_of_this_department():
    codes = [message.code for message in DEPARTMENT.messages]

    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"INV\d{3}", code) for code in codes)


def test_no_header_title_or_alias_means_two_columns_of_a_table():
    for layout in DEPARTMENT.all_layouts():
        for column in columns_of(layout):
            others = {
                fold_header(title)
                for other in columns_of(layout)
                if other is not column
                for title in (*other.titles.all(), *other.aliases)
            }
            assert not others & {fold_header(title) for title in (*column.titles.all(), *column.aliases)}, column.name


def test_every_setting_has_its_default_and_an_explanation():
    for setting in settings_of(InventorySettings):
        assert getattr(InventorySettings(), setting.name) == setting.default
        assert all(setting.note.all())


def test_importing_the_department_loads_nothing_heavy():
    heavy = {"babel", "pandas", "openpyxl", "holidays", "lxml", "sqlalchemy"}
    script = f"import sys, rules.inventory; print(sorted({heavy!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


def test_an_office_without_a_list_of_warehouses_is_served_all_the_same():
    required = {record.table.name for record in DEPARTMENT.records if record.table.required}

    assert required == {"items", "movements"}
