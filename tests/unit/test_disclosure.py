"""What of an article may leave, by who asks."""

import pytest

from baqylau.disclosure import LEAD, article, lead, story_part
from baqylau.model.access import LOCAL, NOBODY, TERMINAL, Access, Role, Scope


@pytest.mark.parametrize(
    "text",
    ["", "слово", "слово " * 200, "я" * 5000, "Первое предложение. " * 60, "а\n\nб\n" * 400],
)
def test_a_lead_is_one_line_of_at_most_300_characters(text):
    got = lead(text)
    assert len(got) <= LEAD
    assert "\n" not in got
    assert bool(got) == bool(text.strip())


def test_a_lead_ends_with_a_whole_sentence_where_it_can():
    text = "Министр рассказал о строительстве новой школы в городе. " * 10
    assert lead(text).endswith("городе.")
    assert len(lead(text)) > 200


@pytest.mark.parametrize(
    ("access", "may"),
    [
        (NOBODY, False),
        (Access("token", None, frozenset({Scope.READ})), False),
        (Access("token", None, frozenset({Scope.READ, Scope.TEXT})), True),
        (Access.of_role("a", Role.READER), True),
        (TERMINAL, True),
        (LOCAL, True),
    ],
)
def test_only_who_may_read_the_text_gets_it(access, may):
    got = article({"title": "т", "text": "полный текст"}, access)
    assert ("text" in got) is may
    assert got["lead"] == "полный текст"


def test_each_role_may_do_what_the_one_before_may():
    asking = [NOBODY, *(Access.of_role("x", role) for role in Role)]
    assert [x.may_edit for x in asking] == [False, False, True, True]
    assert [x.may_administer for x in asking] == [False, False, False, True]


def test_a_token_without_the_scope_to_write_edits_nothing():
    assert not Access("token", Role.ADMIN, frozenset({Scope.READ, Scope.TEXT})).may_edit


def test_sentences_of_a_story_are_text() -> None:
    part = {"id": 1, "title": "Мост", "added": ["Его построят весной."], "left_out": []}
    assert story_part(part, NOBODY) == part | {"added": None, "left_out": None}
    assert story_part(part, LOCAL) == part
