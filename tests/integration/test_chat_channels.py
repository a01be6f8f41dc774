"""The Bot API of Telegram and Apprise, against receivers on this machine: what is sent, and what
becomes of a message that is not taken.
"""

import html
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from baqylau import alerts
from baqylau.alerts import compose, telegram
from baqylau.alerts.outgoing import Busy, Message, Refused
from baqylau.errors import InputError
from baqylau.model.told import DigestContent, Item
from baqylau.settings import Settings
from tests.integration.receivers import DROP, Posted, http_receiver

NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)
ABOUT = compose.About("Мост & <b>", "ru", "Asia/Almaty", "https://monitor.test", 3)
TOKEN = "123:a-token-for-tests"


@pytest.fixture
def posted() -> Iterator[Posted]:
    with http_receiver() as receiver:
        yield receiver


def bot(posted: Posted) -> Settings:
    return Settings(telegram_token=TOKEN, telegram_api=f"http://{posted.host}")


def item(number: int) -> Item:
    url = f"https://tau.test/{number}"
    lead = "Вода & <ил> ушли. " * 12
    return Item(number, "match", f"Паводок <{number}>", lead, url, "Тау", NOW, "ru")


def short() -> Message:
    return compose.news("k" * 32, ABOUT, item(1))


def test_a_message_is_sent_to_the_chat_as_the_bot_api_wants_it(posted: Posted) -> None:
    alerts.send(bot(posted), "telegram", "-1001", short())
    ((path, _, body),) = posted.posts
    assert path == f"/bot{TOKEN}/sendMessage"
    sent = json.loads(body)
    assert sent["chat_id"] == "-1001"
    assert sent["parse_mode"] == "HTML"
    assert "Паводок &lt;1&gt;" in sent["text"]


def test_a_long_digest_is_several_messages_and_nothing_is_lost(posted: Posted) -> None:
    found = DigestContent(NOW, NOW, tuple(item(n) for n in range(40)))
    alerts.send(bot(posted), "telegram", "@desk_news", compose.digest("k" * 32, ABOUT, found))
    texts = [x["text"] for x in posted.records]
    assert len(texts) > 1
    assert all(telegram.units(x) <= telegram.LONGEST for x in texts)
    whole = html.unescape("\n".join(texts))
    assert all(f"Паводок <{n}>" in whole for n in range(40))
    for text in texts:
        assert text.count("<a ") == text.count("</a>"), "no tag is cut"


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_chat_that_is_gone_is_not_tried_again(posted: Posted, status: int) -> None:
    posted.answer = lambda number: status
    posted.body = json.dumps({"ok": False, "description": "Forbidden: bot was blocked"}).encode()
    with pytest.raises(Refused, match="bot was blocked") as refused:
        alerts.send(bot(posted), "telegram", "-1001", short())
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize(
    ("said", "header", "after"),
    [
        ({"parameters": {"retry_after": 37}}, {}, 37.0),
        ({}, {"Retry-After": "12"}, 12.0),
        ([], {"Retry-After": "12"}, 12.0),
        ({"parameters": {"retry_after": "soon"}}, {}, None),
    ],
)
def test_a_pause_that_the_bot_api_names_is_kept(
    posted: Posted, said: Any, header: dict[str, str], after: float | None
) -> None:
    posted.answer, posted.more, posted.body = (lambda _: 429), header, json.dumps(said).encode()
    with pytest.raises(Busy) as busy:
        alerts.send(bot(posted), "telegram", "-1001", short())
    assert busy.value.after == after


@pytest.mark.parametrize("status", [500, 502, DROP])
def test_a_bot_api_out_of_order_is_tried_again(posted: Posted, status: int) -> None:
    posted.answer = lambda _: status
    with pytest.raises(Busy) as busy:
        alerts.send(bot(posted), "telegram", "-1001", short())
    assert TOKEN not in str(busy.value)


# Apprise
# --------------------------------------------------------------------------------------------------


# of the library's own, on Python 3.11 only
IMGHDR = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


@IMGHDR
def test_apprise_takes_the_subject_and_the_text(posted: Posted) -> None:
    pytest.importorskip("apprise")
    settings = Settings(alert_apprise=f"office=json://{posted.host}/hook")
    assert alerts.checked(settings, "apprise", "office") == ("apprise", "office")
    alerts.send(settings, "apprise", "office", short())
    (record,) = posted.records
    assert record["title"].startswith("Мост & <b>: Паводок <1>")
    assert "https://tau.test/1" in record["message"]


@IMGHDR
def test_a_service_that_does_not_take_it_is_tried_again(posted: Posted) -> None:
    pytest.importorskip("apprise")
    posted.answer = lambda _: 500
    settings = Settings(alert_apprise=f"office=json://{posted.host}/hook")
    with pytest.raises(Busy, match="office"):
        alerts.send(settings, "apprise", "office", short())


def test_only_services_that_an_administrator_named_are_reached() -> None:
    settings = Settings(alert_apprise="office=json://127.0.0.1:9/hook")
    with pytest.raises(InputError, match="office"):
        alerts.checked(settings, "apprise", "json://127.0.0.1:1/")
    with pytest.raises(Refused):
        alerts.send(settings, "apprise", "gone", short())
