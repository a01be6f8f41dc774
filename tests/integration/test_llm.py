"""The optional language model, against a scripted endpoint on loopback."""

import json
import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from baqylau import atomic, clock, llm
from baqylau.app import open_reader
from baqylau.errors import ConfigurationError
from baqylau.facts import extract
from baqylau.facts.analysis import Source
from baqylau.llm import LlmClient
from baqylau.settings import Settings

MESSAGES = ({"role": "user", "content": "Мост открыт."},)


class Script:
    """What the endpoint answers, in turn; what it was asked."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, bytes]] = []
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []

    def say(self, content: str | None, status: int = 200, **message: Any) -> None:
        row = {
            "choices": [{"message": {"content": content} | message}],
            "usage": {"prompt_tokens": 1000, "completion_tokens": 500},
        }
        self.answers.append((status, json.dumps(row).encode()))


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def endpoint(script: Script) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/chat/completions"
            script.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            script.keys.append(self.headers["Authorization"])
            status, body = script.answers.pop(0)
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


def reader(endpoint: str, folder: Path, cap: float = 5.0) -> LlmClient:
    return LlmClient(
        endpoint,
        "reader-1",
        "k-1",
        folder,
        price_in=1000.0,
        price_out=1000.0,
        cap=cap,
        timeout=timedelta(seconds=5),
        reply_tokens=1000,
    )


def test_a_reply_is_asked_for_once_and_kept(script: Script, endpoint: str, tmp_path: Path) -> None:
    script.say("да")
    asker = reader(endpoint, tmp_path)
    assert [asker.ask(MESSAGES), asker.ask(MESSAGES), reader(endpoint, tmp_path).ask(MESSAGES)] == [
        "да"
    ] * 3
    assert len(script.asked) == 1
    assert script.asked[0]["model"] == "reader-1"
    assert script.keys == ["Bearer k-1"]


def test_what_was_used_is_paid_and_no_more(script: Script, endpoint: str, tmp_path: Path) -> None:
    script.say("да")
    asker = reader(endpoint, tmp_path)
    asker.ask(MESSAGES)
    assert asker.spent(clock.now()) == pytest.approx(1.5)  # 1,500 tokens at 1,000 a million


def test_at_the_cap_nothing_more_is_asked(script: Script, endpoint: str, tmp_path: Path) -> None:
    script.say("да")
    asker = reader(endpoint, tmp_path, cap=2.0)
    assert asker.ask(MESSAGES) == "да"
    assert asker.ask(({"role": "user", "content": "Другой текст."},)) is None
    assert len(script.asked) == 1


def test_a_refusal_is_kept_as_no_reply(script: Script, endpoint: str, tmp_path: Path) -> None:
    script.say(None, refusal="I can't help with that.")
    asker = reader(endpoint, tmp_path)
    assert [asker.ask(MESSAGES), asker.ask(MESSAGES)] == [None, None]
    assert len(script.asked) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b"{}"), (429, b""), (200, b"<html>"), (200, b"[]"), (200, b"\xff\xfe")],
)
def test_an_endpoint_that_fails_is_no_reply_and_is_asked_again(
    status: int, body: bytes, script: Script, endpoint: str, tmp_path: Path
) -> None:
    script.answers.append((status, body))
    script.say("да")
    asker = reader(endpoint, tmp_path)
    assert asker.ask(MESSAGES) is None
    assert asker.ask(MESSAGES) == "да"


def test_nobody_listening_is_no_reply(tmp_path: Path) -> None:
    assert reader("http://127.0.0.1:1/v1", tmp_path).ask(MESSAGES) is None


def test_the_models_words_become_facts_where_the_text_bears_them(
    script: Script, endpoint: str, tmp_path: Path
) -> None:
    rows = [
        {"type": "event", "text": "скачки в честь урожая", "kind": "sport"},
        {"type": "event", "text": "скачки в честь победы", "kind": "sport"},
    ]
    script.say("```json\n" + json.dumps({"facts": rows}, ensure_ascii=False) + "\n```")
    source = Source("В ауле прошли скачки в честь урожая.", language="ru")
    facts = extract(source, reader(endpoint, tmp_path).ask).facts
    assert [(f.rule, f.text) for f in facts] == [("ai.event", "скачки в честь урожая")]
    assert script.asked[0]["messages"][1] == {"role": "user", "content": source.text}


def test_unfinished_files_of_killed_writers_are_removed(tmp_path: Path) -> None:
    reply, month = tmp_path / f"{'a' * 64}.json", tmp_path / "spent-2026-01.json"
    for path in (reply, month):
        with atomic.binary(path):
            (part,) = tmp_path.glob(f".{path.name}.part-*")
            shutil.copy(part, tmp_path / "left")
        (tmp_path / "left").rename(part)  # as it stands after a kill
    later = clock.now() + timedelta(days=1)
    assert llm.remove_old_replies(tmp_path, later - timedelta(days=180), later) == 2
    assert {x.name for x in tmp_path.iterdir()} == {reply.name, month.name}


def test_it_is_off_unless_an_endpoint_is_set(tmp_path: Path) -> None:
    assert open_reader(Settings(data=tmp_path)) is None


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"llm_endpoint": "ftp://x/v1", "llm_model": "m"}, "llm_endpoint"),
        ({"llm_endpoint": "http://x/v1"}, "llm_model"),
    ],
)
def test_a_wrong_setting_is_named(given: dict[str, str], named: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=named):
        open_reader(Settings(data=tmp_path, **given))
