import pytest

from sync.cli.demo import MARKER
from tests.cli.fakes import OFFICE, result


@pytest.fixture(autouse=True)
def company(monkeypatch, engine):
    """Stands in for the sample company: writes a settings file and one workbook that holds the seed."""

    def write_company(folder, seed):
        (folder / "office.toml").write_text(OFFICE.format(more=""), encoding="utf-8")
        (folder / "kho.xlsx").write_text(str(seed))
        return []

    monkeypatch.setattr("templates.sample.write_company", write_company, raising=False)
    engine.result = result()
    return engine


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_demo_is_one_command(run, here):
    answer = run("demo")
    assert answer.exit_code == 0
    assert (here / "demo-office" / "kho.xlsx").read_text() == "2026"


def test_the_demo_says_what_was_found_where_to_look_and_what_to_try(run, here):
    page = run("demo", "--lang", "en").stdout
    assert "Wrong A4" in page
    assert "Open demo-office/kho.xlsx: tab “⚙ Cảnh báo”" in page
    assert "Read the mails in demo-office/state/outbox (.eml files)" in page
    assert "sheetkeeper undo 20261120-0001 --office demo-office" in page


@pytest.mark.parametrize(
    ("options", "first", "second"),
    [((), "Tạo văn phòng", "Đọc sổ (3)"), (("--lang", "en"), "Making the office", "Reading (3)")],
    ids=["as the office", "as asked for"],
)
def test_the_demo_speaks_one_language_from_its_first_line_on(run, here, options, first, second):
    assert run("demo", *options).stderr.splitlines()[:2] == [first, second]


def test_the_demo_elsewhere_names_whole_paths(run, tmp_path_factory):
    folder = tmp_path_factory.mktemp("far") / "demo"
    assert f"{folder}/kho.xlsx" in run("demo", folder, "--lang", "en").stdout


def test_the_demo_as_json_and_quietly(run, here):
    assert run("demo", "--json").document["run"] == "20261120-0001"
    assert run("demo", "--quiet").output == ""


def test_another_seed_makes_another_company(run, here):
    run("demo", "--seed", 7)
    assert (here / "demo-office" / "kho.xlsx").read_text() == "7"


def test_a_demo_that_is_there_is_kept(run, here):
    run("demo")
    (here / "demo-office" / "kho.xlsx").write_text("edited")
    assert run("demo").exit_code == 0
    assert (here / "demo-office" / "kho.xlsx").read_text() == "edited"


def test_force_makes_the_demo_anew_and_keeps_what_others_put_there(run, here):
    run("demo")
    office = here / "demo-office"
    (office / "kho.xlsx").write_text("edited")
    (office / "mine.txt").write_text("mine")
    (office / "state").mkdir()
    assert run("demo", "--force").exit_code == 0
    assert (office / "kho.xlsx").read_text() == "2026"
    assert (office / "mine.txt").read_text() == "mine"
    assert not (office / "state").exists()


def test_a_marker_cannot_point_outside_its_folder(run, here):
    run("demo")
    (here / "precious.txt").write_text("x")
    (here / "demo-office" / MARKER).write_text("../precious.txt\n")
    run("demo", "--force")
    assert (here / "precious.txt").exists()


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_folder_with_something_else_is_left_as_it_is(run, here, force):
    (here / "work").mkdir()
    (here / "work" / "ledger.xlsx").write_text("x")
    answer = run("demo", "work", "--lang", "en", *force)
    assert answer.exit_code == 2
    assert "CLI106" in answer.stderr
    assert [path.name for path in (here / "work").iterdir()] == ["ledger.xlsx"]


def test_an_empty_folder_may_be_used(run, here):
    (here / "work").mkdir()
    assert run("demo", "work").exit_code == 0


def test_a_file_in_the_way_is_told(run, here):
    (here / "work").write_text("x")
    assert run("demo", "work").exit_code == 2
