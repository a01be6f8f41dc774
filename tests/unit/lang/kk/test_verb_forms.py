"""Reporting verbs in the third person."""

import re

import pytest

from baqylau.lang.kk.verb_forms import finite, passive


@pytest.mark.parametrize(
    "form",
    ["айтты", "айтады", "айтқан", "айтып отыр", "атап өткен болатын", "мәлім етті", "шағымдануда"],
)
def test_a_stem_stands_for_its_forms(form: str) -> None:
    assert re.fullmatch(finite("say"), form)


@pytest.mark.parametrize("form", ["айтамын", "айтпады", "айту", "мәлімдеме"])
def test_other_forms_are_no_third_person(form: str) -> None:
    assert not re.fullmatch(finite("say"), form)


@pytest.mark.parametrize(
    ("verb", "is_passive"), [("танылды", True), ("күтілуде", True), ("айтты", False)]
)
def test_a_passive_is_known_by_its_end(verb: str, is_passive: bool) -> None:
    assert bool(passive().search(verb)) is is_passive
