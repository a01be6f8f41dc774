"""Hides credentials: a text or a setting's value comes in, the same with `***` for every password,
token and key goes out.

Used by errors, logs, `baqylau settings`, `doctor`, the dashboard and tracebacks. `mask` hides what
looks like a credential, and the credentials of the settings in use wherever they occur
(`remember`). Where a text can be understood in two ways, the one that hides more is used.
"""

import json
import re
import shlex
import traceback
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus, unquote, unquote_plus

MASK = "***"
_SHORTEST = 8
"""Characters of a credential that is masked wherever it occurs. A shorter one may be an ordinary
word, and is masked only where its place in an address shows that it is a credential.
"""
_SHORTEST_PIECE = 5
_EXAMPLE = "password"
"""The password in examples of our own messages."""
_DEEPEST = 6  # levels of a logged value; our own logs have fewer than three

# Names of settings whose whole value is an address, a command or a credential.
_ADDRESSES = frozenset(
    {"database", "queue", "archive", "archive_endpoint", "llm_endpoint", "contact"}
)
_WEBHOOKS = frozenset({"alert_webhook"})
_COMMANDS = frozenset({"alert_command"})
_CREDENTIALS = frozenset(
    {
        *("archive_key", "archive_secret", "llm_key"),
        *("alert_key", "mail_password", "telegram_token", "alert_apprise"),
    }
)
CARRIERS = _ADDRESSES | _WEBHOOKS | _COMMANDS | _CREDENTIALS
"""Every setting that may carry a credential."""

_SECRET_NAMES = frozenset({"pass", "pw", "pwd"})
_IN_QUERIES = frozenset({"key", "sig", "auth", "code", "sas"})
"""Ordinary words, which name a credential only as a parameter of an address."""
_SECRET_PARTS = (
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "access_key",
    "access-key",
    "accesskey",
    "private_key",
    "signature",
    "credential",
    "authorization",
)
_HOOK_HOSTS = (
    "hooks.slack.com",
    "api.telegram.org",
    "discord.com",
    "discordapp.com",
    "webhook.office.com",
    "outlook.office.com",
    "chat.googleapis.com",
    "hooks.zapier.com",
    "maker.ifttt.com",
    "open.feishu.cn",
    "qyapi.weixin.qq.com",
)
_HOOK_PATH = re.compile(r"/(?:web)?hooks?(?:[/?#]|$)|/bot\d+:", re.IGNORECASE)

# Every pattern is linear: a match starts only at the first character of a run and never backtracks.
_LOCAL = ("memory:", "file:", "sqlite:", "unix:")  # addresses without a host
_PARAMETER = re.compile(r"(?<=[?&])([^=&]++)=([^&]++)")
_QUERY = re.compile(r"\?[^=]*+=")
_RUN = re.compile(r"://([^\s\"'<>]++)")
_PAIR = re.compile(
    r"(?<![\w-])([\w-]++)(\\?[\"']?\s?=\s?\\?[\"']?|\\?[\"']\s?:\s?\\?[\"']?)([^\s&\"'<>\\]++)"
)
_BEARER = re.compile(r"(?<!\w)(bearer\s)\s*+([^\s\"',;]{4,})", re.IGNORECASE)
_HEADER = re.compile(
    r"(?<![\w-])((?:proxy-)?authorization[\"']?\s?[:=]\s?[\"']?)([^\r\n\"']++)", re.IGNORECASE
)
_KEYS = re.compile(
    r"(?<![\w-])(?:"
    r"(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?![A-Z0-9])"
    r"|xox[abeoprs]-[\w-]{8,}"
    r"|(?:sk|pk|rk)-[\w-]{16,}"
    r"|gh[oprsu]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}"
    r"|AIza[\w-]{30,}"
    r"|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"
    r"|(?:bot)?\d{6,12}:[\w-]{30,}"
    r")"
)
_PEM = re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*+(?:-----END [A-Z ]{0,40}-----)?")

_known: re.Pattern[str] | None = None


def remember(values: Mapping[str, str]) -> None:
    """From here on `mask` hides the credentials of these settings (value by name) wherever they
    occur in a text, in every way they may be written; it replaces the settings of an earlier call.
    """
    global _known
    forms = {
        form
        for name, value in values.items()
        for secret in credentials(name, value)
        if len(secret) >= _SHORTEST
        for x in (secret, *_pieces(secret))
        for form in _written(x)
    }
    longest_first = sorted(forms, key=len, reverse=True)
    _known = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if forms else None


def mask(text: str) -> str:
    """The text with every credential in it hidden."""
    if _known is not None:
        text = _known.sub(MASK, text)
    text = _PEM.sub(MASK, text)
    text = _RUN.sub(lambda run: f"://{_run(run[1])}", text)
    text = _HEADER.sub(rf"\1{MASK}", text)
    text = _BEARER.sub(rf"\1{MASK}", text)
    text = _PAIR.sub(_pair, text)
    return _KEYS.sub(MASK, text)


def mask_setting(name: str, value: str) -> str:
    """A setting's value as a person may read it."""
    if not value:
        return value
    if name in _CREDENTIALS:
        return MASK
    if name in _COMMANDS:
        return _program(value)
    if name in _WEBHOOKS:
        return f"{_to_host(value)}/{MASK}" if "://" in value else MASK
    return mask(_address(value, name)) if name in _ADDRESSES else mask(value)


def mask_value(value: Any, depth: int = 0) -> Any:
    """A logged value of any shape, masked: texts, and what is in mappings and sequences."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return mask(value)
    if depth < _DEEPEST and isinstance(value, Mapping):
        return {mask_value(k, depth + 1): _named(k, x, depth) for k, x in value.items()}
    if depth < _DEEPEST and isinstance(value, list | tuple | set | frozenset):
        return [mask_value(x, depth + 1) for x in value]
    text = repr(value)
    masked = mask(text)
    return value if masked == text and depth < _DEEPEST else masked


def mask_trace(wrong: BaseException) -> str:
    """An exception's traceback, with the text of every exception in its chain masked."""
    return mask("".join(traceback.format_exception(wrong)))


def credentials(name: str, value: str) -> Iterator[str]:
    """The credentials in a setting's value, as they are written there."""
    if not value or name not in CARRIERS:
        return
    if name == "archive_key":  # a name, the public half of a pair: it may be any word
        return
    if name in _CREDENTIALS:
        yield value
    elif name in _COMMANDS:
        yield from _arguments(value)
    elif name in _WEBHOOKS:
        yield from _hook(value)
    elif "://" in value:
        yield from _userinfo(value)
        yield from (x[2] for x in _PARAMETER.finditer(value) if _is_secret_parameter(x[1]))
    elif name != "contact" and not value.startswith(_LOCAL):
        yield value
    for x in _PAIR.finditer(value):
        if _is_secret_parameter(x[1]):
            yield x[3]


def _run(rest: str) -> str:
    """Masks what follows `://` up to a space or a quotation mark."""
    authority = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    at = rest.rfind("@")
    if at >= 0 and ("@" in authority or ":" in rest[: rest.find("@")]):
        # a password may hold / ? # and @ unescaped: it ends at the last @
        if _QUERY.search(rest[:at]):  # is it a user's password, or one in the query?
            return MASK
        user, colon, password = rest[:at].partition(":")
        if password == _EXAMPLE:
            return rest
        plain = colon and not re.search(r"[/?#@]", user)
        rest = f"{user if plain else ''}{':' if colon else ''}{MASK}{rest[at:]}"
        authority = rest[rest.rfind("@") + 1 :].partition("/")[0]
    host = authority.rpartition("@")[2].partition(":")[0].lower()
    path = rest[rest.rfind("@") + 1 :][len(authority) :]
    if (host.endswith(_HOOK_HOSTS) and path.strip("/")) or _HOOK_PATH.search(path):
        return f"{rest[: len(rest) - len(path)]}/{MASK}"
    return rest


def _pair(found: re.Match[str]) -> str:
    before = found.string[found.start() - 1] if found.start() else ""
    hidden = _is_secret(found[1]) or (
        before and before in "?&;" and found[1].lower() in _IN_QUERIES
    )
    return f"{found[1]}{found[2]}{MASK}" if hidden else found[0]


def _is_secret(name: str) -> bool:
    low = name.lower()
    return low in _SECRET_NAMES or any(x in low for x in _SECRET_PARTS)


def _is_secret_parameter(name: str) -> bool:
    return _is_secret(name) or name.lower() in _IN_QUERIES


def _named(name: Any, value: Any, depth: int) -> Any:
    """A value of a mapping, hidden where its key is the name of a credential."""
    hidden = isinstance(value, str) and value and any(x in str(name).lower() for x in _SECRET_PARTS)
    return MASK if hidden else mask_value(value, depth + 1)


def _address(value: str, name: str) -> str:
    """Masks an address that is the whole value of a setting: everything before the last @ is a user
    and a password, even with spaces and quotation marks.
    """
    scheme, separator, rest = value.partition("://")
    if not separator:
        return value if name == "contact" or value.startswith(_LOCAL) else MASK
    before, at, after = rest.rpartition("@")
    if _QUERY.search(before):  # is it the end of a user's password, or a password of the query?
        return f"{scheme}://{MASK}"
    if at:
        user, colon, _ = before.partition(":")
        shown = user if colon and not re.search(r"[/?#@\s]", user) else ""
        rest = f"{shown}{':' if colon else ''}{MASK}@{after}"
    every = scheme.lower() in {"http", "https"}
    rest = _PARAMETER.sub(
        lambda x: f"{x[1]}={MASK}" if every or _is_secret(x[1]) else x[0],
        rest,
    )
    return f"{scheme}://{rest}"


def _to_host(value: str) -> str:
    """Scheme, host and port of an address; the host is hidden where a later @ makes it
    uncertain.
    """
    scheme, _, rest = value.partition("://")
    authority, *path = re.split(r"[/?#\\]", rest, maxsplit=1)
    unsure = "@" in "".join(path)
    return f"{scheme}://{MASK if unsure else authority.rpartition('@')[2]}"


def _program(command: str) -> str:
    words = _words(command)
    return f"{words[0]} {MASK}" if len(words) > 1 else words[0]


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command) or [MASK]
    except ValueError:  # a quotation mark is not closed: the end of the program's name is unknown
        return [MASK]


def _userinfo(value: str) -> Iterator[str]:
    before, at, _ = value.partition("://")[2].rpartition("@")
    if at:
        user, colon, password = before.partition(":")
        if password != user:
            yield password if colon else user


def _hook(value: str) -> Iterator[str]:
    """The address, its path, and each part of the path that is not an ordinary word."""
    yield value
    yield from _userinfo(value)
    path = re.sub(r"^[^/?#\\]*+", "", value.partition("://")[2])
    yield path
    parts = {
        value.rpartition("@")[2],
        path.lstrip("/"),
        *path.split("/"),
        *re.split(r"[/?#&=]", path),
    }
    yield from (x for x in parts if not x.isalpha() or len(x) > 16)


def _arguments(command: str) -> Iterator[str]:
    """Every argument, and its parts after : and = (`-u me:password`). Options without a value are
    no secrets.
    """
    for word in _words(command)[1:]:
        if not word.startswith("-") or "=" in word:
            yield word
            yield from re.split(r"[:=]", word)[1:]
            if "://" in word:
                yield from _hook(word)


def _pieces(secret: str) -> Iterator[str]:
    """The parts that a library may read as host, port or path where a password contains / # ? @
    without escaping.
    """
    for x in re.split(r"[/#@?:&\s\"']", secret):
        if len(x) >= _SHORTEST_PIECE and not x.isalpha():
            yield x


def _written(secret: str) -> Iterator[str]:
    """The ways in which a credential may be written in an address, a log line or a `repr`."""
    for x in {secret, unquote(secret), unquote_plus(secret)}:
        if len(x) >= _SHORTEST_PIECE:
            yield x
            yield quote(x, safe="")
            yield quote(x)
            yield quote_plus(x)
            yield repr(x)[1:-1]
            yield json.dumps(x)[1:-1]
            yield json.dumps(x, ensure_ascii=False)[1:-1]
