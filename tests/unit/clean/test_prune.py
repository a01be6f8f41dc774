"""Elements around an article are removed by their class; its lead stays, whatever its class."""

from datetime import UTC, datetime

from baqylau.clean import read
from baqylau.model.page import Page

LEAD = (
    "Мост через реку открыли на год раньше срока, и посёлок впервые за сорок лет связан с городом"
    " круглый год."
)
CARD = (
    "Паром через реку больше не ходит, а причал разберут весной и построят на его месте набережную"
    " с фонарями."
)
BODY = "".join(
    f"<p>Абзац {n}. По мосту уже ходят автобусы и возят уголь на станцию, а строили его три года"
    " четыре бригады.</p>"
    for n in range(9)
)


def text(inner: str) -> str:
    page = (
        "<html><head><title>Мост открыли</title></head><body><h1>Мост"
        f" открыли</h1>{inner}</body></html>"
    )
    return (
        read(
            Page(
                "https://vestnik.kz/1",
                page.encode(),
                datetime(2026, 11, 25, tzinfo=UTC),
                "text/html; charset=utf-8",
            )
        ).text
        or ""
    )


def test_a_teaser_without_a_link_is_the_lead() -> None:
    found = text(f"<p class='teaser'>{LEAD}</p>{BODY}<p class='teaser'><a href='/2'>{CARD}</a></p>")
    assert found.startswith(LEAD)
    assert CARD not in found


def test_a_collapsed_part_of_the_text_stays() -> None:
    assert LEAD in text(
        f"{BODY}<div class='readmore'><p>{LEAD}</p></div>{BODY.replace('Абзац', 'Строка')}"
    )
