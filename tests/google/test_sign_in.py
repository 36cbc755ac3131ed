"""Signing in: which key is taken, which one is refused, and what is said about it."""

import json
import traceback
from pathlib import Path

import google.auth
import pytest
from google.auth.credentials import AnonymousCredentials
from google.auth.exceptions import DefaultCredentialsError
from requests import Session

from rules.core.message import Voice, render
from sync import messages
from sync.backends.base import WorkbookError
from sync.backends.google import sign_in as signing
from sync.backends.google.sign_in import SCOPES, VARIABLE, from_key_file, sign_in, work_tree_of
from sync.backends.google.transport import SheetsClient
from sync.endpoints import is_safe_address
from tests.emulator.client import routed
from tests.emulator.emulator import ACCOUNT, Emulator
from tests.support.google import TOKENS, Hours, account_for


@pytest.fixture(scope="module")
def emulator():
    with Emulator(http=False) as running:
        yield running


@pytest.fixture
def key(emulator):
    return {**emulator.key_file(), "token_uri": TOKENS}


def write(folder, content, *, mode=0o600):
    path = folder / "key.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    path.chmod(mode)
    return path


def refused(path):
    with pytest.raises(WorkbookError) as caught:
        from_key_file(path)
    return caught.value


def said(error, language="en"):
    message = messages.BY_CODE[error.code]
    fields = {"location": "payroll", **error.fields}
    voice = Voice(language)
    return f"{render(message.text, fields, voice)} {render(message.fix, fields, voice)}"


def test_a_key_signs_in_for_spreadsheets_only(emulator, key, tmp_path):
    book = emulator.create_book("Office").book.book_id
    account = sign_in(write(tmp_path, key), {}, make_session=lambda: routed(emulator, Session()))
    routed(emulator, account.session)
    assert account.email == ACCOUNT
    assert SheetsClient(lambda: account, pace=Hours().pace).get(book, "spreadsheetId") == {"spreadsheetId": book}
    [scopes] = {token.scopes for token in emulator.service.accounts.tokens.values()}
    assert scopes == set(SCOPES) == {"https://www.googleapis.com/auth/spreadsheets"}


def test_the_standard_variable_names_a_key(key, tmp_path):
    assert sign_in(None, {VARIABLE: str(write(tmp_path, key))}).email == ACCOUNT


def test_the_settings_come_before_the_variable(key, tmp_path):
    path = write(tmp_path, {**key, "client_email": "first@example.com"})
    (tmp_path / "other").mkdir()
    other = write(tmp_path / "other", key)
    assert sign_in(path, {VARIABLE: str(other)}).email == "first@example.com"


def test_without_a_key_the_computers_own_credentials_are_taken(monkeypatch):
    found = AnonymousCredentials()
    asked = []
    monkeypatch.setattr(google.auth, "default", lambda scopes: asked.append(scopes) or (found, None))
    assert sign_in(None, {}).session.credentials is found
    assert asked == [SCOPES]


def test_credentials_of_another_kind_behind_the_variable_are_left_to_google(monkeypatch, tmp_path):
    path = write(tmp_path, {"type": "external_account"})
    monkeypatch.setattr(google.auth, "default", lambda scopes: (AnonymousCredentials(), None))
    assert sign_in(None, {VARIABLE: str(path)}).email == ""


def test_where_there_is_none_at_all_it_is_told_how_to_name_one(monkeypatch):
    def none(scopes):
        raise DefaultCredentialsError("nothing")

    monkeypatch.setattr(google.auth, "default", none)
    with pytest.raises(WorkbookError) as caught:
        sign_in(None, {})
    assert caught.value.code == "WBK131"
    assert "credentials" in said(caught.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o601])
def test_a_key_that_others_can_read_is_refused_with_the_fix(key, tmp_path, mode):
    path = write(tmp_path, key, mode=mode)
    error = refused(path)
    assert error.code == "WBK134"
    assert f"chmod 600 “{path}”" in said(error)


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_key_in_a_git_work_tree_is_refused(key, tmp_path, kind):
    (tmp_path / ".git").mkdir() if kind == "folder" else (tmp_path / ".git").write_text("gitdir: elsewhere")
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    error = refused(write(deep, key))
    assert (error.code, error.fields["folder"]) == ("WBK135", str(tmp_path))


def test_a_link_out_of_a_work_tree_or_into_one_is_refused_too(key, tmp_path):
    tree, safe = tmp_path / "tree", tmp_path / "safe"
    (tree / ".git").mkdir(parents=True)
    safe.mkdir()
    (tree / "link.json").symlink_to(write(safe, key))
    (safe / "link.json").symlink_to(write(tree, key))
    assert refused(tree / "link.json").code == "WBK135"
    assert refused(safe / "link.json").code == "WBK135"
    assert work_tree_of(safe / "key.json") is None


def test_a_key_that_is_not_there_is_told(tmp_path):
    error = refused(tmp_path / "none.json")
    assert error.code == "WBK132"
    assert "there is no such file" in said(error)
    assert "không có tệp này" in said(error, "vi")


def test_a_folder_is_no_key(tmp_path):
    assert refused(tmp_path).code == "WBK132"


def test_a_key_that_may_not_be_read_is_told(key, tmp_path, monkeypatch):
    def forbidden(self, mode):
        raise PermissionError

    monkeypatch.setattr(Path, "open", forbidden)  # the tests may run as root, who may read everything
    assert "permission" in said(refused(tmp_path / "key.json"))


@pytest.mark.parametrize("content", ["", "no json", "[]", '"text"', "[" * 5_000, '{"type":'])
def test_what_is_no_json_object_is_told(tmp_path, content):
    error = refused(write(tmp_path, content))
    assert (error.code, error.fields["detail"]) == ("WBK133", signing.NO_JSON)


@pytest.mark.parametrize("kind", ["authorized_user", "", None, 1])
def test_a_key_of_another_kind_is_told(key, tmp_path, kind):
    assert refused(write(tmp_path, {**key, "type": kind})).fields["detail"] == signing.OTHER_TYPE


@pytest.mark.parametrize("name", ["client_email", "private_key", "token_uri"])
@pytest.mark.parametrize("value", [None, "", 5])
def test_an_incomplete_key_is_told(key, tmp_path, name, value):
    assert refused(write(tmp_path, {**key, name: value})).fields["detail"] == signing.INCOMPLETE


def test_a_large_file_is_no_key(tmp_path):
    assert refused(write(tmp_path, " " * 200_000)).fields["detail"] == signing.TOO_LARGE


@pytest.mark.parametrize("private", ["nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_private_key_that_cannot_be_used_is_told_without_its_text(key, tmp_path, private):
    error = refused(write(tmp_path, {**key, "private_key": private}))
    assert error.fields["detail"] == signing.NO_PRIVATE_KEY
    assert error.__cause__ is None


def test_the_example_of_a_key_is_refused_kindly(tmp_path):
    example = Path(__file__).parents[2] / "credentials.example.json"
    assert refused(write(tmp_path, example.read_text(encoding="utf-8"))).code == "WBK133"


def test_nothing_of_a_key_is_ever_told(emulator, key, tmp_path):
    secret = key["private_key"].splitlines()[3]
    spoiled = [
        {**key, "private_key": key["private_key"].replace("PRIVATE", "PUBLIC")},
        {**key, "private_key": secret},
        {**key, "type": "user"},
        {**key, "token_uri": "http://example.com"},
        json.dumps(key)[:-1],
    ]
    for content in spoiled:
        error = refused(write(tmp_path, content))
        told = "".join(traceback.format_exception(error, chain=not error.__suppress_context__)) + repr(error.fields)
        assert secret not in told
        assert secret not in said(error)


@pytest.mark.parametrize(
    "address",
    ["https://oauth2.googleapis.com/token", "http://127.0.0.1:8080/token", "http://localhost", "http://[::1]:1/"],
)
def test_secrets_go_to_https_or_this_computer(address):
    assert is_safe_address(address)


@pytest.mark.parametrize(
    "address",
    ["http://example.com", "ftp://localhost", "", "https://", "http://127.0.0.1.example.com", "http://[", "//x"],
)
def test_secrets_go_nowhere_else(key, tmp_path, address):
    assert not is_safe_address(address)
    assert refused(write(tmp_path, {**key, "token_uri": address})).code == "WBK133"


def test_nothing_is_asked_in_the_background(emulator):
    """google-auth would look up, in a thread of its own, where an account may be used from."""
    person = emulator.create_book()
    account = account_for(emulator)
    client = SheetsClient(lambda: account, pace=Hours().pace)
    client.get(person.book.book_id, "spreadsheetId")
    assert account.session.credentials._rab_manager.refresh_manager._worker is None
