"""``why-not`` on a real, small office."""

import pytest

from tests.promise.small_office import write_small_office


@pytest.fixture
def office(run, tmp_path):
    folder = write_small_office(tmp_path / "office")
    run("sync", "--office", folder)
    return folder


@pytest.mark.parametrize(("language", "said"), [("vi", "Đã báo rồi"), ("en", "Told already")])
def test_the_page_says_why_with_what_shows_it(run, office, language, said):
    answer = run("why-not", "PC0001", "--office", office, "--lang", language)
    assert answer.exit_code == 0
    assert said in answer.stdout
    assert "ketoan@example.com" in answer.stdout
    assert "A-" in answer.stdout


def test_the_document_has_every_reason_with_its_code(run, office):
    document = run("why-not", "finance", "PC0002", "--office", office, "--json").document
    assert {one["code"] for one in document["answers"]} >= {"WHY103", "WHY107"}
    for one in document["answers"]:
        assert one.keys() == {"code", "reason", "item", "setting", "text", "fix", "evidence"}
        assert all(fact.keys() == {"name", "value"} for fact in one["evidence"])


def test_quiet_says_nothing(run, office):
    assert run("why-not", "PC0001", "--office", office, "--quiet").stdout == ""
