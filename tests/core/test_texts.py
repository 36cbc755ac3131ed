"""How texts are compared: as people read them, not as they happen to be typed."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.text import Text, clean, fold, fold_header

SAMPLE = settings(max_examples=60, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    "typed", ["Bàn  phím", " Bàn phím\u00a0", unicodedata.normalize("NFD", "Bàn phím"), "Bàn\tphím\n", "Bàn\u200b phím"]
)
def test_spaces_accents_form_and_invisible_signs_make_no_difference(typed):
    assert clean(typed) == "Bàn phím"


def test_keys_compare_without_regard_to_case():
    assert fold(" SP-01 ") == fold("sp-01")
    assert fold("SP-01") != fold("SP01")


@pytest.mark.parametrize("typed", ["Số lượng ", "SO LUONG", "so_luong", "Số  lượng:", "số-lượng"])
def test_headers_compare_without_case_accents_spaces_and_punctuation(typed):
    assert fold_header(typed) == "soluong"


def test_the_vietnamese_d_is_a_d():
    assert fold_header("Đơn giá") == fold_header("don gia")


@SAMPLE
@given(st.text())
def test_a_text_that_was_folded_once_stays_as_it_is(text):
    assert clean(clean(text)) == clean(text)
    assert fold_header(fold_header(text)) == fold_header(text)


def test_a_text_speaks_vietnamese_and_english_and_english_to_everyone_else():
    text = Text(vi="Hàng", en="Goods")
    assert [text.in_language(language) for language in ("vi", "en", "fr")] == ["Hàng", "Goods", "Goods"]
    assert text.all() == ("Hàng", "Goods")
