"""Composes messages: items, a digest or an issue come in, a `Message` with its words in one of
three languages goes out. Everything that comes from a page is cleaned here (`clean_text`) and
escaped by the templates, whatever it holds.
"""

import base64
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import css_inline
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from baqylau.alerts import plot
from baqylau.alerts.clean_text import host_of, link, one_line
from baqylau.alerts.outgoing import Message
from baqylau.model.told import Change, DigestContent, Item, Said

LANGUAGES = ("ru", "kk", "en")
_TITLE, _LEAD, _QUOTE, _SLOT = 200, 320, 400, 160  # characters
_MORE = 12  # further articles of a story that are named


@dataclass(frozen=True, slots=True)
class About:
    """Of which watch a message is, in which language and zone; `home` is the address of the
    dashboard.
    """

    watch: str
    language: str
    zone: str
    home: str
    watch_id: int | None = None


@cache
def words(language: str) -> dict[str, Any]:
    """The texts of a language."""
    given = files(__package__).joinpath("texts", f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(given)


def news(key: str, about: About, item: Item) -> Message:
    """A match, an edit or a removal."""
    t, item = words(about.language), _cleaned(item, words(about.language))
    subject = str(t[item.kind]).format(watch=one_line(about.watch, 80), title=item.title)
    record = _record(key, item.kind, about) | {"article": _article(item, about)}
    return _message(key, about, subject, record, [item], "news")


def more(key: str, about: About, first: Item, later: Sequence[Item]) -> Message:
    """Articles of other outlets that followed the one that was told, in one message."""
    t = words(about.language)
    told = _cleaned(first, t)
    named = [replace(_cleaned(x, t), lead="", quotes=(), amounts=()) for x in later[:_MORE]]
    outlets = dict.fromkeys(one_line(x.outlet, 80) for x in later)
    given = {"watch": one_line(about.watch, 80), "count": len(outlets), "title": told.title}
    record = _record(key, "more", about) | {
        "article": _article(told, about),
        "outlets": list(outlets),
        "later": [_article(x, about) for x in named],
    }
    subject = str(t["more"]).format(**given)
    left_out = {"left_out": max(0, len(later) - _MORE)}
    return _message(key, about, subject, record, named, "news", left_out)


def digest(key: str, about: About, found: DigestContent) -> Message:
    """One page of what a watch found in a span of time."""
    t = words(about.language)
    stories, edits, removals = (
        [_cleaned(x, t) for x in some] for some in (found.stories, found.edits, found.removals)
    )
    given = {
        "watch": one_line(about.watch, 80),
        "stories": len(stories) + found.left_out,
        "since": day(found.since, about),
        "until": day(found.until, about),
    }
    record = _record(key, "digest", about) | {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "stories": [_article(x, about) for x in stories],
        "left_out": found.left_out,
        "edits": [_article(x, about) for x in edits],
        "removals": [_article(x, about) for x in removals],
        "promises": [asdict(_said(x)) for x in found.promises],
        "by_day": [list(x) for x in found.by_day],
    }
    more = {
        "edits": edits,
        "removals": removals,
        "promises": [_said(x) for x in found.promises],
        "left_out": found.left_out,
        "by_day": found.by_day,
    }
    images = {"by_day": plot.bars([x for _, x in found.by_day])} if len(found.by_day) > 1 else {}
    made = _message(key, about, str(t["digest"]).format(**given), record, stories, "digest", more)
    return replace(made, images=images)


def as_page(message: Message) -> str:
    """The HTML of a message as one file: its pictures stand in it."""
    page = message.html
    for name, image in message.images.items():
        page = page.replace(
            f"cid:{name}", f"data:image/png;base64,{base64.b64encode(image).decode()}"
        )
    return page


def issue(key: str, about: About, record: Mapping[str, Any]) -> Message:
    """An outlet's issue that opened or closed; `record` is what `baqylau.alerts.message` makes."""
    t = words(about.language)
    trouble = t["trouble"].get(record["trouble"], record["trouble"])
    outlet = one_line(record["name"] or record["outlet"] or "Baqylau", 80)
    subject = str(t[f"issue_{record['event']}"]).format(outlet=outlet, trouble=trouble)
    diagnosis = one_line(record["diagnosis"], _LEAD)
    return _message(
        key, about, subject, dict(record) | {"key": key}, [], "plain", {"plain": diagnosis}
    )


def test(key: str, about: About) -> Message:
    """What the test button sends."""
    t, name = words(about.language), one_line(about.watch, 80)
    subject, plain = (str(t[x]).format(watch=name) for x in ("test", "test_text"))
    return _message(key, about, subject, _record(key, "test", about), [], "plain", {"plain": plain})


def day(moment: datetime, about: About) -> str:
    local = moment.astimezone(ZoneInfo(about.zone))
    t = words(about.language)
    return str(t["date"]).format(day=local.day, month=t["months"][local.month - 1], year=local.year)


def _message(
    key: str,
    about: About,
    subject: str,
    record: Mapping[str, Any],
    items: Sequence[Item],
    kind: str,
    more: Mapping[str, Any] | None = None,
) -> Message:
    nothing: dict[str, Any] = {"edits": [], "removals": [], "promises": [], "left_out": 0}
    nothing |= {"by_day": (), "plain": ""}
    page = f"{about.home}/watches/{about.watch_id}" if about.watch_id else f"{about.home}/watches"
    values = {
        **nothing,
        **(more or {}),
        "t": words(about.language),
        "language": about.language,
        "subject": subject,
        "items": items,
        "watch": one_line(about.watch, 80),
        "page": page,
        "home": about.home,
        "digest": kind == "digest",
        "printed": lambda x: _printed(x, about),
        "host": host_of,
        "meaning": lambda x: meaning(x, words(about.language)),
    }
    html = css_inline.inline(_templates(True).get_template("mail.html").render(values))
    text = _templates(False).get_template("mail.txt").render(values)
    blocks = _blocks(subject, items, values)
    return Message(key, record, subject, text, html, blocks)


def _blocks(subject: str, items: Sequence[Item], values: Mapping[str, Any]) -> tuple[str, ...]:
    """The paragraphs for a chat: a few tags, all else escaped."""
    found = [Markup("<b>{}</b>").format(subject)]
    if values["plain"]:
        found.append(escape(values["plain"]))
    for x in items:
        title = Markup('<a href="{}">{}</a>').format(x.url, x.title) if x.url else escape(x.title)
        lines = [title, Markup("<i>{}, {}</i>").format(x.outlet, values["printed"](x))]
        lines += [escape(x.lead)] if x.lead else []
        lines += [escape(meaning(y, values["t"])) for y in x.changes]
        lines += [Markup("«{}» — {}").format(q.words, q.speaker) for q in x.quotes if q.speaker]
        found.append(Markup("\n").join(lines))
    for name in ("edits", "removals"):
        if values[name]:
            titles = Markup("\n").join(
                escape("; ".join([x.title, *(meaning(y, values["t"]) for y in x.changes)]))
                for x in values[name]
            )
            found.append(Markup("<b>{}</b>\n{}").format(values["t"][name], titles))
    found += [Markup("{}: {}").format(x.role, x.words) for x in values["promises"]]
    return tuple(map(str, found))


def _cleaned(item: Item, t: Mapping[str, Any]) -> Item:
    def slots(given: Sequence[str]) -> tuple[str, ...]:
        return tuple(x for x in (one_line(y, _SLOT) for y in given) if x)

    return replace(
        item,
        title=one_line(item.title, _TITLE) or t["untitled"],
        lead=one_line(item.lead, _LEAD),
        url=link(item.url) or "",
        outlet=one_line(item.outlet, 80),
        title_before=one_line(item.title_before, _TITLE),
        changes=tuple(
            Change(x.kind, one_line(x.before, _SLOT), one_line(x.after, _SLOT))
            for x in item.changes
        ),
        quotes=tuple(_said(x) for x in item.quotes),
        amounts=slots(item.amounts),
        appointments=slots(item.appointments),
        outlets=slots(item.outlets),
    )


def meaning(change: Change, t: Mapping[str, Any]) -> str:
    """A change as a line: what it is, and the words before and after where there are any."""
    what = t["meant"].get(change.kind, change.kind)
    words_of = " → ".join(f"«{x}»" for x in (change.before, change.after) if x)
    return f"{what}: {words_of}" if words_of else str(what)


def _said(said: Said) -> Said:
    return Said(one_line(said.words, _QUOTE), one_line(said.speaker, 80), one_line(said.role, 120))


def _record(key: str, kind: str, about: About) -> dict[str, Any]:
    return {"event": kind, "key": key, "watch": {"id": about.watch_id, "name": about.watch}}


def _article(item: Item, about: About) -> dict[str, Any]:
    """For programs. There is no text in it."""
    values = asdict(item)
    values["when"] = item.when.isoformat()
    values["id"] = values.pop("article")
    values["page"] = f"{about.home}/article/{item.article}"
    del values["kind"]
    plain: dict[str, Any] = json.loads(json.dumps(values))
    return plain


def _printed(item: Item, about: About) -> str:
    if item.day_only:
        return day(item.when, about)
    return f"{day(item.when, about)}, {item.when.astimezone(ZoneInfo(about.zone)):%H:%M}"


@cache
def _templates(escaped: bool) -> Environment:
    """Plain text is the one thing that is not escaped: nothing interprets it."""

    def read(name: str) -> str:
        return files(__package__).joinpath("templates", name).read_text(encoding="utf-8")

    return Environment(
        loader=FunctionLoader(read),
        autoescape=escaped,  # noqa: S701
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
