"""The load test's articles: as many different ones as asked for, the same for the same seed."""

import pytest

from press.generated import pages


@pytest.mark.size
def test_ten_thousand_are_all_different() -> None:
    texts = {(x.title, x.lead, x.paragraphs) for x in pages(10_000)}
    assert len(texts) == 10_000


def test_each_paragraph_set_and_address_is_its_own() -> None:
    made = list(pages(300, seed=3))
    assert len({x.slug for x in made}) == len({x.published for x in made}) == 300
    assert {x.language for x in made} == {"ru", "kk", "en"}
    assert all("{" not in " ".join((x.title, x.lead or "", *x.paragraphs)) for x in made)


def test_a_seed_names_its_articles() -> None:
    assert list(pages(20, seed=5)) == list(pages(20, seed=5))
    assert list(pages(20, seed=5)) != list(pages(20, seed=6))
