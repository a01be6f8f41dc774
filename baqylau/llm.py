"""An optional language model: messages come in, the text of the reply of an OpenAI-compatible
`/chat/completions` endpoint goes out.

Off unless `llm_endpoint` is set. `baqylau.facts.llm_reader` makes the messages. The reply is None
where there is none (refused, unreachable, over the cap), and the article is read by the rules
alone. Replies are stored by the hash of endpoint, model and messages, so the same article is paid
for once. The money spent is added up by month; at `llm_cap` no more requests are sent.
"""

import hashlib
import http.client
import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog

from baqylau import atomic, clock, private
from baqylau.errors import ConfigurationError
from baqylau.masking import mask_setting

log = structlog.get_logger("llm")

FOLDER = "llm"
"""The folder of replies in the data folder."""

_IS_REPLY = re.compile(r"[0-9a-f]{64}\.json")
_UNFINISHED = re.compile(r"\..+\.part-[0-9a-f]+|.+\.half")  # `.half` in earlier releases
_MOST_REPLY = 2 * 2**20  # bytes of a reply that are read
_CHARACTERS_A_TOKEN = 2  # about right for Cyrillic, where tokenisers are most expensive


@dataclass(slots=True)
class LlmClient:
    """`price_in` and `price_out` are money per million tokens, `cap` the money of one calendar
    month (UTC); `folder` holds replies.
    """

    endpoint: str
    model: str
    key: str = field(repr=False)
    folder: Path
    price_in: float
    price_out: float
    cap: float
    timeout: timedelta
    reply_tokens: int = 4_000
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        if urlsplit(self.endpoint).scheme not in ("http", "https"):
            raise ConfigurationError(
                f'setting llm_endpoint is "{mask_setting("llm_endpoint", self.endpoint)}": give an'
                " http(s) address, for example https://host/v1"
            )
        if not self.model:
            raise ConfigurationError(
                "setting llm_model is empty: name the model that llm_endpoint serves"
            )

    def ask(self, messages: Sequence[Mapping[str, str]]) -> str | None:
        """The model's reply, from the folder where the same was asked before; None where there is
        none.
        """
        body = {
            "model": self.model,
            "messages": [dict(m) for m in messages],
            "temperature": 0,
            "max_tokens": self.reply_tokens,
        }
        asked = json.dumps([self.endpoint, body], sort_keys=True).encode()
        stored = self.folder / f"{hashlib.sha256(asked).hexdigest()}.json"
        if stored.exists():
            return _stored_reply(stored)
        worst = self._cost(
            sum(len(m["content"]) for m in messages) / _CHARACTERS_A_TOKEN, self.reply_tokens
        )
        moment = clock.now()
        with self._lock:
            if not self._reserve(worst, moment):
                log.warning(
                    "the month's cap for the language model is reached; articles are read by the"
                    " rules alone",
                    cap=self.cap,
                )
                return None
        answer = self._post(body)
        usage = _usage(answer)
        spent = worst if answer is None or usage is None else self._cost(*usage)
        with self._lock:
            self._spend(spent - worst, moment)
        if answer is None:
            return None
        reply = _reply(answer)
        _write(stored, {"reply": reply, "model": self.model})
        return reply

    def _cost(self, tokens_in: float, tokens_out: float) -> float:
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000

    def _ledger(self, moment: datetime) -> Path:
        return self.folder / f"spent-{moment:%Y-%m}.json"

    def spent(self, moment: datetime) -> float:
        """Money spent in the month of `moment`."""
        ledger = self._ledger(moment)
        return (
            float(json.loads(ledger.read_text(encoding="utf-8"))["spent"])
            if ledger.exists()
            else 0.0
        )

    def _reserve(self, worst: float, moment: datetime) -> bool:
        """Reserves the most that the call may cost; False where the cap does not allow it."""
        if self.spent(moment) + worst > self.cap:
            return False
        self._spend(worst, moment)
        return True

    def _spend(self, money: float, moment: datetime) -> None:
        _write(self._ledger(moment), {"spent": round(self.spent(moment) + money, 8)})

    def _post(self, body: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The endpoint's answer, unchanged; None where there is none that can be read."""
        address = self.endpoint.rstrip("/") + "/chat/completions"
        headers = {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {self.key}"} if self.key else {}
        )
        # http or https, see __post_init__
        request = urllib.request.Request(address, json.dumps(body).encode(), headers)  # noqa: S310
        wait = self.timeout.total_seconds()
        try:
            with urllib.request.urlopen(request, timeout=wait) as response:  # noqa: S310
                answer = json.loads(response.read(_MOST_REPLY))
        except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as wrong:
            log.warning(
                "the language model gave no answer; the article is read by the rules alone",
                endpoint=mask_setting("llm_endpoint", self.endpoint),
                error=str(wrong),
            )
            return None
        return answer if isinstance(answer, dict) else None


def remove_old_replies(folder: Path, before: datetime, unfinished_before: datetime) -> int:
    """Deletes stored replies that were written before `before`, and unfinished files that killed
    processes left before `unfinished_before`; returns how many. The sums spent by month stay.
    """
    removed = 0
    for path in folder.glob("*"):
        limit = None
        if _IS_REPLY.fullmatch(path.name):
            limit = before
        elif _UNFINISHED.fullmatch(path.name):
            limit = unfinished_before
        try:
            if limit is not None and path.stat().st_mtime < limit.timestamp():
                path.unlink()
                removed += 1
        except FileNotFoundError:  # its writer has just renamed it, or another process deleted it
            continue
    return removed


def _reply(answer: Mapping[str, Any]) -> str | None:
    """The text of the first choice; None for a refusal or an unknown structure."""
    choices = answer.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    content = (
        message.get("content") if isinstance(message, dict) and not message.get("refusal") else None
    )
    return content if isinstance(content, str) else None


def _usage(answer: Mapping[str, Any] | None) -> tuple[int, int] | None:
    usage = answer.get("usage") if answer else None
    if not isinstance(usage, dict):
        return None
    sent, received = usage.get("prompt_tokens"), usage.get("completion_tokens")
    return (sent, received) if isinstance(sent, int) and isinstance(received, int) else None


def _stored_reply(path: Path) -> str | None:
    reply = json.loads(path.read_text(encoding="utf-8"))["reply"]
    return reply if isinstance(reply, str) else None


def _write(path: Path, row: Mapping[str, Any]) -> None:
    """Writes the file whole or not at all."""
    private.folder(path.parent)
    atomic.write(path, json.dumps(row, ensure_ascii=False), mode=0o600)
