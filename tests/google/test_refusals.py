"""What Google's answers mean, told without asking anybody."""

import json
from email.utils import formatdate

import pytest
import requests
from google.auth.exceptions import TransportError
from hypothesis import given
from hypothesis import strategies as st

from rules.core.message import Voice, render
from sync import messages
from sync.backends.google.refusals import (
    Answer,
    minutes_apart,
    out_of_reach,
    read_answer,
    refusal,
    sign_in_refusal,
)
from tests.emulator import errors
from tests.emulator.web.faults import HTML
from tests.emulator.web.quotas import exhausted

ACCOUNT = "keeper@office.iam.gserviceaccount.com"
NOW = 1_795_000_000.0
GOOGLE_MESSAGES = [message for message in messages.WORKBOOK_MESSAGES if message.code >= "WBK121"]


def of(problem):
    return read_answer(problem.code, json.dumps(problem.body()))


def code(problem, *, writing=False):
    return refusal(of(problem), account=ACCOUNT, writing=writing).code


@pytest.mark.parametrize(
    ("problem", "reading", "writing"),
    [
        (errors.not_found(), "WBK121", "WBK121"),
        (errors.no_access(), "WBK121", "WBK122"),
        (errors.protected(), "WBK129", "WBK123"),
        (errors.office_file(), "WBK124", "WBK124"),
        (errors.too_many_cells(), "WBK125", "WBK125"),
        (errors.api_disabled(), "WBK126", "WBK126"),
        (errors.insufficient_scope("sheets.googleapis.com"), "WBK138", "WBK138"),
        (errors.unauthenticated(), "WBK138", "WBK138"),
        (exhausted("read"), "WBK130", "WBK130"),
        (errors.invalid("Invalid data[0]"), "WBK129", "WBK129"),
        (errors.ApiError(503, "The service is currently unavailable.", "UNAVAILABLE"), "WBK127", "WBK127"),
    ],
)
def test_each_refusal_has_its_meaning(problem, reading, writing):
    assert (code(problem), code(problem, writing=True)) == (reading, writing)


def test_drives_own_way_of_telling_the_quota_is_known():
    body = json.dumps(errors.drive_rate_limit().body(of_drive=True))
    assert read_answer(403, body).is_quota


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 599])
def test_what_may_pass_is_told_from_what_is_for_good(status):
    assert read_answer(status, HTML).is_transient


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 413])
def test_what_is_for_good_is_not_tried_again(status):
    assert not read_answer(status, HTML).is_transient


@given(st.integers(300, 599), st.text() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_no_answer_is_too_odd_to_be_understood(status, body):
    error = refusal(read_answer(status, body), account=ACCOUNT, writing=True)
    assert error.code in messages.BY_CODE


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["details", "errors", "links", "url"]), inner),
    )
)
def test_details_of_any_shape_are_survived(error):
    assert read_answer(400, json.dumps({"error": error})).status == 400


@pytest.mark.parametrize("message", GOOGLE_MESSAGES, ids=lambda message: message.code)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_message_is_complete_with_the_fields_it_is_given(message, language):
    fields = {
        "location": "payroll",
        "path": "/k",
        "folder": "/f",
        "off": "",
        "tab": " (Kho)",
        **refusal(Answer(400), account=ACCOUNT, writing=False).fields,
    }
    assert render(message.text, fields, Voice(language))
    assert render(message.fix, fields, Voice(language))


def test_a_refusal_quotes_one_line_of_google_and_not_a_page():
    error = refusal(Answer(400, text="x" * 1_000 + "\nsecond line"), account=ACCOUNT, writing=False)
    assert len(str(error.fields["detail"])) < 310
    assert "second" not in str(error.fields["detail"])


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (requests.exceptions.ReadTimeout(), "no answer in time"),
        (requests.exceptions.ConnectTimeout(), "no answer in time"),
        (requests.exceptions.ConnectionError(), "the connection was closed or refused"),
        (requests.exceptions.ChunkedEncodingError(), "the connection broke in between"),
        (requests.exceptions.SSLError(), "the connection is not secure"),
        (requests.exceptions.ProxyError(), "the proxy let nothing through"),
        (TransportError("x"), "the sign-in server is out of reach"),
        (json.JSONDecodeError("x", "", 0), "the answer was not complete"),
    ],
)
def test_silence_is_told_by_its_kind(error, told):
    problem = out_of_reach(error)
    assert (problem.code, problem.fields["detail"].en) == ("WBK128", told)


def test_silence_of_an_unknown_kind_is_told_by_its_name():
    assert out_of_reach(RuntimeError()).fields["detail"] == "RuntimeError"


def signed(text, date="", now=NOW):
    return sign_in_refusal(text, account=ACCOUNT, date=date, now=now)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("invalid_grant: Invalid JWT Signature.", "WBK136"),
        ("invalid_grant: Invalid grant: account not found", "WBK136"),
        (
            "invalid_grant: Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable time",
            "WBK137",
        ),
        ("unauthorized_client: Client is unauthorized", "WBK138"),
        ("", "WBK138"),
    ],
)
def test_a_refused_sign_in_is_told_by_its_cause(text, code):
    assert signed(text).code == code


def test_the_date_of_the_answer_tells_how_far_the_clock_is_off():
    text = "invalid_grant: Invalid JWT: Token must be a short-lived token"
    assert "10 minutes" in signed(text, formatdate(NOW - 600)).fields["off"].en
    assert signed(text, formatdate(NOW - 30)).fields["off"].en == ""
    assert signed(text).fields["off"].en == ""


def test_a_clock_that_is_off_explains_other_refusals_too():
    assert signed("invalid_grant: Invalid JWT", formatdate(NOW + 4_000)).code == "WBK137"
    assert signed("invalid_grant: Invalid JWT Signature.", formatdate(NOW)).code == "WBK136"


@pytest.mark.parametrize("date", ["", "yesterday", "Wed, 99 Foo 2026 00:00:00 GMT", "\x00"])
def test_a_date_that_is_none_compares_no_clocks(date):
    assert minutes_apart(date, NOW) == 0


def test_clocks_are_compared_in_whole_minutes_either_way():
    assert minutes_apart(formatdate(NOW + 600), NOW) == minutes_apart(formatdate(NOW - 600), NOW) == 10
    assert minutes_apart(formatdate(NOW, usegmt=True), NOW) == 0
