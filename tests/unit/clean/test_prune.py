"""What surrounds an article goes by its name; its lead stays, whatever it is called."""

from datetime import UTC, datetime

from baqylau.clean import read
from baqylau.model.page import Page

LEAD = "Мост через реку открыли на год раньше срока, и посёлок впервые за сорок лет связан с городом круглый год."
CARD = "Паром через реку больше не ходит, а причал разберут весной и построят на его месте набережную с фонарями."
BODY = "".join(f"<p>Абзац {n}. По мосту уже ходят автобусы и возят уголь на станцию, а строили его три года четыре бригады.</p>" for n in range(9))


def test_a_lead_called_a_teaser_stays() -> None:
    head = f"<head><title>Мост открыли</title><meta property='og:description' content='{LEAD}'></head>"
    page = f"<html>{head}<body><h1>Мост открыли</h1><p class='teaser'>{LEAD}</p>{BODY}<p class='teaser'>{CARD}</p></body></html>"
    text = read(Page("https://vestnik.kz/1", page.encode(), datetime(2026, 11, 25, tzinfo=UTC), "text/html; charset=utf-8")).text
    assert text is not None
    assert text.startswith(LEAD)
    assert CARD not in text
