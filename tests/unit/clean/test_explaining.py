"""What `explain-clean` shows: each line of a page once, in the page's order, with the decision and
its rule.
"""

from datetime import UTC, datetime

from baqylau.clean.explaining import line_decisions
from baqylau.clean.pipeline import read
from baqylau.model.page import Page

PROSE = (
    "Первый снег лёг в горах раньше обычного, и дорожники закрыли перевал на неделю. Водителей"
    " просят ехать в объезд."
)
BODY = (
    "<html><head><title>Снег закрыл перевал</title></head><body><h1>Снег закрыл"
    f" перевал</h1><p>{PROSE}</p><p>Читайте также: Как чистят дороги</p><p>{PROSE} Так было и в"
    " прошлом году.</p><p>Напомним, год назад перевал закрывали дважды, и оба раза из-за"
    " лавин.</p></body></html>"
)


def test_each_line_is_shown_once_with_the_rule_that_decided_it() -> None:
    page = Page(
        "https://example.kz/n/1",
        BODY.encode(),
        datetime(2026, 11, 24, 12, tzinfo=UTC),
        "text/html; charset=utf-8",
    )
    decisions = [(x.action, x.rule, x.text) for x in line_decisions(page, read(page))]
    assert ("kept", "", PROSE) in decisions
    assert ("dropped", "boilerplate line", "Читайте также: Как чистят дороги") in decisions
    assert (
        "kept",
        "tie-back",
        "Напомним, год назад перевал закрывали дважды, и оба раза из-за лавин.",
    ) in decisions
    kept = [text for action, _, text in decisions if action == "kept"]
    assert kept == read(page).article.text.split("\n")
