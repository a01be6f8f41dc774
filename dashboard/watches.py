"""`/watches`: the watches of who asks, with the time from print to inbox by outlet. `/watches/new`
and `/watches/<id>`: a form comes in, what the watch would have found is shown, and it is saved,
tested, muted or removed. `/watches/log`: what became of each message.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from baqylau import alerts
from baqylau.clock import now
from baqylau.errors import BaqylauError, FieldError, InputError, QueryError
from baqylau.model.access import Access
from baqylau.model.watch import TEST, Target, Watch, target_of
from baqylau.store import deliveries, watches
from baqylau.store.dialect.db_clock import db_now
from baqylau.store.queries import deliveries as delivery_log
from baqylau.store.queries import watch_pages
from baqylau.store.queries.preview import Preview, preview
from baqylau.watches.draft import refuse_flood, watch_of
from dashboard import i18n
from dashboard.asking import access_of, form_of
from dashboard.params import LARGEST_ID, field
from dashboard.view import View, language_of

_LINES = 50
_MEASURED = timedelta(days=7)
_ROWS = 4  # channels that a form has room for
_FORM = (
    *("name", "query", "outlets", "languages", "quiet_from", "quiet_until", "zone", "appointed"),
    *("figure", "digest", "digest_at", "language"),
)
_SWITCHES = ("collapse", "edits", "removals", "issues")


def routes(view: View) -> APIRouter:
    router = APIRouter()
    engine = view.engine

    @router.get("/watches")
    def mine(request: Request) -> Response:
        access = _signed_in(request)
        found = watches.listed(engine, None if access.may_administer else access.name)
        return view.page(
            request,
            "watches.html",
            watches=found,
            targets=watches.targets_of(engine, [x.id for x in found]),
            counts=watch_pages.counts(engine),
            delays=watch_pages.print_to_inbox(engine, now() - _MEASURED),
            inbox=view.app.settings.inbox is not None,
        )

    router.add_api_route("/watches/log", partial(_log, view), methods=["GET"])

    @router.get("/watches/new")
    def new(request: Request) -> Response:
        _signed_in(request)
        given = {x: field(request, x) or "" for x in _FORM}
        given |= {"collapse": "on", "language": language_of(request)}
        return _form(view, request, given)

    @router.post("/watches/new")
    async def make(request: Request) -> Response:
        given = await form_of(request)
        return _save(view, request, given, None)

    @router.get("/watches/{number}")
    def one(request: Request, number: str) -> Response:
        watch = _own(view, request, number)
        return _shown(view, request, watch)

    @router.post("/watches/{number}")
    async def act(request: Request, number: str) -> Response:
        given = await form_of(request)  # first: who forges a form learns of no watch
        watch = _own(view, request, number)
        action = given.get("action", "save")
        if action in ("save", "preview"):
            return _save(view, request, given, watch)
        if action not in _ACTIONS:
            raise InputError(f"action={action[:40]}")
        _ACTIONS[action](view, watch, given)
        return RedirectResponse("/watches" if action == "remove" else f"/watches/{watch.id}", 303)

    return router


def _log(view: View, request: Request) -> Response:
    """What became of the messages of who asks; an administrator sees everybody's."""
    access = _signed_in(request)
    state, before = field(request, "state"), field(request, "before")
    if state is not None and state not in deliveries.STATES:
        raise InputError(f"state={state}: {', '.join(deliveries.STATES)}")
    lines = delivery_log.log(
        view.engine,
        None if access.may_administer else access.name,
        None,
        state,
        _LINES + 1,
        _number(before) if before else None,
    )
    return view.page(
        request,
        "watch_log.html",
        lines=lines[:_LINES],
        states=deliveries.STATES,
        state=state,
        following=lines[_LINES - 1].id if len(lines) > _LINES else None,
    )


# What the buttons do
# --------------------------------------------------------------------------------------------------


def _mute(view: View, watch: Watch, given: Mapping[str, str]) -> None:  # noqa: ARG001
    watches.mute(view.engine, watch.id, db_now(view.engine))


def _unmute(view: View, watch: Watch, given: Mapping[str, str]) -> None:  # noqa: ARG001
    watches.mute(view.engine, watch.id, None)


def _remove(view: View, watch: Watch, given: Mapping[str, str]) -> None:  # noqa: ARG001
    watches.remove(view.engine, watch.id, db_now(view.engine))


def _test(view: View, watch: Watch, given: Mapping[str, str]) -> None:  # noqa: ARG001
    """A test goes through the outbox as every message does, and its end stands in the log."""
    to = [x.channel for x in watches.targets_of(view.engine, [watch.id]).get(watch.id, ())]
    event = f"test-{watch.id}-{secrets.token_hex(4)}"
    deliveries.put_now(view.engine, event, to, db_now(view.engine), kind=TEST, watch=watch.id)


def _replay(view: View, watch: Watch, given: Mapping[str, str]) -> None:
    number = _number(given.get("delivery", ""))
    deliveries.replay(view.engine, [number], db_now(view.engine), watch=watch.id)


_ACTIONS = {
    "mute": _mute,
    "unmute": _unmute,
    "remove": _remove,
    "test": _test,
    "replay": _replay,
}


# The form
# --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form holds: the watch where it is one, what it would have found, and why it cannot be
    saved.
    """

    given: Mapping[str, str]
    watch: Watch | None = None
    found: Preview | None = None
    refused: str = ""
    targets: tuple[tuple[str, str], ...] = ()


def _save(view: View, request: Request, given: Mapping[str, str], old: Watch | None) -> Response:
    """The form again with a preview or a reason, or the saved watch."""
    access = _signed_in(request)
    t = i18n.of(language_of(request))
    draft = _checked(view, t, given, old.owner if old else access.name)
    if draft.refused or draft.watch is None or given.get("action") != "save":
        return _form(view, request, given, draft, old)
    moment = db_now(view.engine)
    if old is None:
        number = watches.add(view.engine, draft.watch, draft.targets, moment)
    else:
        number = old.id
        watches.change(view.engine, number, draft.watch, draft.targets, moment)
    return RedirectResponse(f"/watches/{number}", 303)


def _checked(view: View, t: Callable[..., Any], given: Mapping[str, str], owner: str) -> Draft:
    known = {*view.app.outlets, *(x.id for x in view.lines())}
    watch: Watch | None = None
    found: Preview | None = None
    try:
        watch = watch_of(given, owner, known)
        found = preview(view.engine, watch, db_now(view.engine), view.countries())
        refuse_flood(watch, found.a_day)
        targets = tuple(
            alerts.checked(view.app.settings, given[f"kind_{n}"], given.get(f"address_{n}", ""))
            for n in range(_ROWS)
            if given.get(f"kind_{n}")
        )
        if any(given.get(f"address_{n}") and not given.get(f"kind_{n}") for n in range(_ROWS)):
            raise FieldError("address", "choose how the message is sent there")
    except BaqylauError as wrong:
        return Draft(given, watch, found, _reason(t, wrong))
    return Draft(given, watch, found, "", targets)


def _reason(t: Callable[..., Any], wrong: BaqylauError) -> str:
    """Why a watch is not saved, in the reader's language where it is one of our own reasons."""
    match wrong:
        case QueryError():
            place = f"“{wrong.part}” ({t('search.character')} {wrong.at + 1})"
            return f"{t('watches.query')}: {place}. {t('query.' + wrong.reason)}"
        case FieldError():
            return str(t(f"watches.wrong_{wrong.field}"))
        case _:
            return str(wrong)


def _form(
    view: View,
    request: Request,
    given: Mapping[str, str],
    draft: Draft | None = None,
    old: Watch | None = None,
) -> Response:
    refused = bool(draft and draft.refused)
    return view.page(
        request,
        "watch_form.html",
        status=422 if refused else 200,
        given={x: given.get(x, "") for x in (*_FORM, *_SWITCHES)},
        channels=[
            (n, given.get(f"kind_{n}", ""), given.get(f"address_{n}", "")) for n in range(_ROWS)
        ],
        kinds=_kinds(view),
        outlet_list=view.outlets(),
        draft=draft,
        old=old,
    )


def _shown(view: View, request: Request, watch: Watch) -> Response:
    targets = watches.targets_of(view.engine, [watch.id]).get(watch.id, [])
    return view.page(
        request,
        "watch.html",
        watch=watch,
        given=fields_of(watch),
        targets=targets,
        channels=_channel_rows(targets),
        kinds=_kinds(view),
        outlet_list=view.outlets(),
        rows=watch_pages.matched(view.engine, watch.id, _LINES),
        log=delivery_log.log(view.engine, None, watch.id, None, 10),
        draft=None,
        old=watch,
        target_of=target_of,
    )


def _channel_rows(targets: list[Target]) -> list[tuple[int, str, str]]:
    rows = [(x.kind, x.address) for x in targets][:_ROWS]
    rows += [("", "")] * (_ROWS - len(rows))
    return [(n, kind, address) for n, (kind, address) in enumerate(rows)]


def fields_of(watch: Watch) -> dict[str, str]:
    """The watch as the fields of its form."""
    figure = watch.figure
    given: dict[str, Any] = {x: getattr(watch, x) or "" for x in _FORM}
    given |= {x: " ".join(getattr(watch, x)) for x in ("outlets", "languages", "digest_at")}
    given["figure"] = f"{figure.over:.15g} {figure.currency or ''}".strip() if figure else ""
    return given | {x: "on" if getattr(watch, x) else "" for x in _SWITCHES}


def _kinds(view: View) -> list[str]:
    """The kinds of channels that can work here."""
    s = view.app.settings
    works = {
        "mail": bool(s.mail_server or s.inbox),
        "telegram": bool(s.telegram_token.get_secret_value()),
        "webhook": bool(s.alert_key.get_secret_value()),
        "program": bool(s.alert_command),
        "apprise": bool(s.alert_apprise.get_secret_value()),
    }
    return [x for x in alerts.CHANNELS if works[x]]


def _signed_in(request: Request) -> Access:
    """Raises 403 for somebody without an account."""
    access = access_of(request)
    if not access.signed_in:
        raise HTTPException(403)
    return access


def _own(view: View, request: Request, number: str) -> Watch:
    """The watch, if who asks may see it; else 404: nobody learns that it exists."""
    access = _signed_in(request)
    try:
        watch = watches.get(view.engine, _number(number))
    except InputError:
        raise HTTPException(404) from None
    if watch.owner != access.name and not access.may_administer:
        raise HTTPException(404)
    return watch


def own_watch(view: View, request: Request, number: str) -> Watch:
    """The same for other pages."""
    return _own(view, request, number)


def _number(given: str) -> int:
    if not (given.isascii() and given.isdigit()) or int(given[:11]) > LARGEST_ID:
        raise HTTPException(404)
    return int(given)
