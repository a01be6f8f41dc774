"""A watch is made; what it matches is told once to each of its channels; and nothing else is."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from baqylau.app import App
from baqylau.clock import now
from baqylau.model.page import Page
from baqylau.model.watch import Watch
from baqylau.settings import Settings
from baqylau.store import articles as article_store
from baqylau.store import deliveries, jobs, pages, watches
from baqylau.store.connect import reading, writing
from baqylau.store.queries import search
from baqylau.store.tables import articles, matches
from baqylau.store.tables import deliveries as rows
from baqylau.store.versions import version_of
from tests.integration import paper
from tests.integration.receivers import DROP, Mailbox, Posted, http_receiver, smtp_server
from workers.delivery import DeliveryWorker
from workers.run import work_off

KEY = "a key for tests only"
LONG = "Паводок дошёл до города, и акимат вывез людей из домов у реки. " * 8


@pytest.fixture(scope="module")
def posted() -> Iterator[Posted]:
    with http_receiver() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    with smtp_server(tmp_path_factory.mktemp("smtp")) as box:
        yield box


@pytest.fixture
def more_settings(posted: Posted, mailbox: Mailbox) -> dict[str, Any]:
    posted.posts.clear()
    posted.told.clear()
    posted.answer, posted.more = (lambda number: 200), {}
    mailbox.mails.clear()
    mailbox.encrypted.clear()
    mailbox.refuse = ""
    return {
        "alert_key": KEY,
        "alert_hosts": (posted.host,),
        "mail_server": f"localhost:{mailbox.port}",
        "mail_from": "desk@baqylau.test",
        "mail_ca": mailbox.ca,
    }


def printed(app: App, name: str, text: str, title: str = "", minutes: int = 0) -> None:
    """A page that was fetched just now."""
    body = f"<title>{title or name}</title><p>{text}</p>".encode()
    url = f"https://vestnik-stepi.test/{name}"
    page = Page(url, body, now() + timedelta(minutes=minutes), "text/html; charset=utf-8")
    pages.store(app.engine, page, paper.OUTLET, None, app.archive)


def read_all(app: App) -> None:
    settings = app.settings.model_copy(update={"deliver": False})
    work_off(settings, paper.Readers())


def watch(app: App, query: str, *to: tuple[str, str], **more: Any) -> int:
    made = Watch(name="Паводок", owner="aigul", query=query, **more)
    return watches.add(app.engine, made, to, now() - timedelta(minutes=5))


def send_all(app: App) -> None:
    DeliveryWorker(app).run_once()


def made_due(app: App) -> None:
    """What waits for its next attempt is due now."""
    with writing(app.engine) as connection:
        connection.execute(update(rows).values(not_before=None))


def states(app: App) -> dict[str, int]:
    return deliveries.counts(app.engine)


def test_a_match_is_posted_and_mailed_once(app: App, posted: Posted, mailbox: Mailbox) -> None:
    number = watch(app, "паводок", ("webhook", posted.url), ("mail", "aigul@office.test"))
    printed(app, "flood", LONG, "Паводок дошёл до города")
    printed(app, "bridge", "Мост через реку открыли в срок. " * 5)
    read_all(app)
    send_all(app)
    send_all(app)
    (record,) = posted.records
    assert record["event"] == "match"
    assert record["watch"] == {"id": number, "name": "Паводок"}
    assert record["article"]["title"] == "Паводок дошёл до города"
    assert "text" not in record["article"]
    assert len(record["article"]["lead"]) <= 300
    (mail,) = mailbox.mails
    assert mailbox.encrypted == [True]
    assert mail["Subject"] == "Паводок: Паводок дошёл до города"
    assert mail["To"] == "aigul@office.test"
    assert states(app) == {"done": 2}


def test_what_is_percolated_is_what_a_search_finds(app: App) -> None:
    queries = ["паводок", "=города -мост", '"дошёл до города"', "title:мост", "откры*"]
    queries += [
        "kind:amount",
        "org:совет OR школа",
        "amount>=300",
        "amount>301",
        "since:2020-01-01",
    ]
    queries += [
        '="дошёл до города"',
        "story:1",
        "-story:1",
        "outlet:vestnik-stepi -мост",
        "until:7d",
    ]
    ids = {watch(app, x, collapse=False): x for x in queries}
    printed(app, "one", LONG, "Паводок")
    printed(app, "two", "Мост через реку открыли, он стоил 300 тенге. " * 5, "Мост открыт")
    printed(app, "three", "Открытие школы в городе задержалось на 2 месяца. " * 5, "Школа")
    read_all(app)
    with reading(app.engine) as connection:
        found = connection.execute(select(matches.c.watch, matches.c.article)).all()
    for number, query in ids.items():
        hits = {x.article_id for x in search.find(app.engine, query)}
        assert hits == {x.article for x in found if x.watch == number}, query
    nothing = {"amount>301", "until:7d"}
    assert {ids[x.watch] for x in found} == set(queries) - nothing


def test_a_name_is_matched_in_every_spelling_and_as_an_editor_joins_it(app: App) -> None:
    """The percolator is older than every name here: it learns each as it is stored."""
    from baqylau.store import entity_edits
    from baqylau.store.tables import entities

    queries = [
        'mentions:"Aigul Serikova"',
        'mentions:"Иван Смирнов"',
        'mentions:="Айгуль Серикова"',
    ]
    ids = {watch(app, x, collapse=False): x for x in queries}
    settings = app.settings.model_copy(update={"deliver": False})
    texts = ("Айгуль Серикова открыла школу. ", "Иван Смирнов построил мост. ")
    for n, text in enumerate((*texts, "Бекзат Омаров вырастил яблоки. ", "Бекзат Омаров едет. ")):
        if n == 3:  # an editor says that two names are one person
            with reading(app.engine) as connection:
                found = connection.execute(select(entities.c.name, entities.c.id)).all()
            known = {x.name: x.id for x in found}
            entity_edits.merge(
                app.engine, known["Иван Смирнов"], known["Бекзат Омаров"], now(), "a pen name", None
            )
        printed(app, f"people{n}", text * 8, f"Новость {n}")
        work_off(settings, paper.PeopleReaders())
    with reading(app.engine) as connection:
        rows_of = connection.execute(select(matches.c.watch, matches.c.article)).all()
        apples = connection.execute(
            select(articles.c.id).where(articles.c.title == "Новость 2")
        ).scalar_one()
    for number, query in ids.items():
        hits = {x.article_id for x in search.find(app.engine, query)}
        told = {x.article for x in rows_of if x.watch == number}
        # what was stored before the editor joined the names is found and was not told
        assert told == hits - {apples}, query
        assert len(told) == (2 if "Иван" in query else 1)


def test_facts_read_anew_match_again_and_tell_nothing_twice(app: App, posted: Posted) -> None:
    watch(app, "паводок", ("webhook", posted.url))
    printed(app, "flood", LONG)
    for _ in range(2):
        read_all(app)
        send_all(app)
        with writing(app.engine) as connection:
            article = connection.execute(select(articles.c.id)).scalar_one()
            for stage in ("facts", "index"):
                jobs.add(connection, stage, article, version_of(stage), now())
    later = Watch(name="later", owner="aigul", query="акимат")  # what it finds was stored before
    watches.add(app.engine, later, [("webhook", posted.url)], now())
    read_all(app)
    send_all(app)
    assert len(posted.posts) == 1
    with reading(app.engine) as connection:
        silent = connection.execute(select(matches.c.silent).order_by(matches.c.watch)).scalars()
        assert list(silent) == [None, "before"]


def test_one_failing_channel_delays_and_repeats_no_other(app: App, posted: Posted) -> None:
    with http_receiver() as broken:
        broken.answer = lambda number: 500
        settings = app.settings.model_copy(update={"alert_hosts": (posted.host, broken.host)})
        from dataclasses import replace

        app = replace(app, settings=settings)
        watch(app, "паводок", ("webhook", broken.url), ("webhook", posted.url))
        printed(app, "flood", LONG)
        read_all(app)
        for _ in range(5):
            send_all(app)
            made_due(app)
        assert (len(broken.posts), len(posted.posts)) == (5, 1)
        assert states(app) == {"pending": 1, "done": 1}
        broken.answer = lambda number: 200
        send_all(app)
        assert len({x["Idempotency-Key"] for _, x, _ in broken.posts}) == 1
        assert states(app) == {"done": 2}


@pytest.mark.parametrize("status", [301, 400, 404, 429, 500, 503, DROP])
def test_what_is_not_taken_is_tried_again_with_its_key(
    app: App, posted: Posted, status: int
) -> None:
    posted.answer = lambda number: status if number == 1 else 200
    posted.more = {"Location": posted.url}
    watch(app, "паводок", ("webhook", posted.url))
    printed(app, "flood", LONG)
    read_all(app)
    send_all(app)
    assert states(app) == {"pending": 1}
    made_due(app)
    send_all(app)
    assert states(app) == {"done": 1}
    assert len(posted.posts) == 2
    assert set(posted.told.values()) == {1}


def test_a_receiver_that_names_a_pause_is_left_alone_so_long(app: App, posted: Posted) -> None:
    posted.answer, posted.more = (lambda number: 429), {"Retry-After": "1800"}
    watch(app, "паводок", ("webhook", posted.url))
    printed(app, "flood", LONG)
    read_all(app)
    before = now()
    send_all(app)
    due = deliveries.next_due(app.engine)
    assert due is not None
    assert due - before >= timedelta(minutes=30)


def test_after_the_last_attempt_it_is_given_up_and_can_be_sent_again(
    app: App, posted: Posted, settings: Settings
) -> None:
    from baqylau.store.queries.deliveries import log, undelivered

    posted.answer = lambda number: 500
    watch(app, "паводок", ("webhook", posted.url))
    printed(app, "flood", LONG)
    read_all(app)
    for _ in range(settings.delivery_attempts):
        send_all(app)
        made_due(app)
    assert states(app) == {"given_up": 1}
    (line,) = log(app.engine)
    assert line.reason is not None
    assert "answered 500" in line.reason
    (finding,) = undelivered(app.engine, now())
    assert "baqylau watch replay" in finding.diagnosis
    posted.answer = lambda number: 200
    assert deliveries.replay(app.engine, [line.id], now()) == 1
    send_all(app)
    assert states(app) == {"done": 1}
    assert set(posted.told.values()) == {1}


def test_a_worker_that_died_after_sending_sends_again_with_the_same_key(
    app: App, posted: Posted
) -> None:
    watch(app, "паводок", ("webhook", posted.url))
    printed(app, "flood", LONG)
    read_all(app)
    (channel,) = deliveries.due_channels(app.engine, now())
    lease = app.settings.delivery_lease
    held = deliveries.claim(app.engine, channel, now(), lease, 12)
    assert held is not None
    DeliveryWorker(app)._send(held)  # and it dies here
    assert deliveries.claim(app.engine, channel, now(), lease, 12) is None
    again = deliveries.claim(app.engine, channel, now() + 2 * lease, lease, 12)
    assert again is not None
    assert not deliveries.done(app.engine, held, now()), "its lease was lost"
    DeliveryWorker(app)._send(again)
    assert deliveries.done(app.engine, again, now())
    assert len(posted.posts) == 2
    assert set(posted.told.values()) == {1}


def test_quiet_hours_delay_the_message_and_not_the_match(app: App, posted: Posted) -> None:
    quiet = {"quiet_from": "00:00", "quiet_until": "23:59", "zone": "UTC"}
    watch(app, "паводок", ("webhook", posted.url), **quiet)
    printed(app, "flood", LONG)
    read_all(app)
    send_all(app)
    assert states(app) == {"pending": 1}
    due = deliveries.next_due(app.engine)
    assert due is not None
    assert (due.hour, due.minute) == (23, 59)
    with reading(app.engine) as connection:
        assert connection.execute(select(func.count()).select_from(matches)).scalar_one() == 1


def printed_by(app: App, outlet: str, text: str, seconds: int, title: str = "flood") -> None:
    """Another outlet prints the text, so many seconds later."""
    from baqylau.store import outlets

    with writing(app.engine) as connection:
        outlets.ensure(connection, outlet, outlet.title())
    body = f"<title>{title}</title><p>{text}</p>".encode()
    moment = now() + timedelta(seconds=seconds)
    page = Page(f"https://{outlet}.test/x", body, moment, "text/html; charset=utf-8")
    pages.store(app.engine, page, outlet, None, app.archive)


def test_a_story_is_told_once_and_then_how_many_more_tell_it(
    app: App, posted: Posted, mailbox: Mailbox
) -> None:
    watch(app, "паводок", ("webhook", posted.url), ("mail", "aigul@office.test"))
    watch(app, "паводок", ("webhook", posted.url), collapse=False)
    printed(app, "flood", LONG)
    read_all(app)
    for n in range(12):
        printed_by(app, f"paper{n:02}", LONG + f" Пишет выпуск {n}.", 9 + n)
    read_all(app)
    send_all(app)
    told = [x["watch"]["id"] for x in posted.records]
    assert (told.count(1), told.count(2)) == (1, 13)
    assert len(mailbox.mails) == 1
    made_due(app)
    send_all(app)
    send_all(app)
    (more,) = [x for x in posted.records if x["event"] == "more"]
    assert sorted(more["outlets"]) == [f"Paper{n:02}" for n in range(12)]
    assert more["article"]["title"] == "flood"
    assert mailbox.mails[1]["Subject"] == "Паводок: ещё изданий: 12: flood"
    assert len(mailbox.mails) == 2


def test_what_another_worker_matched_a_moment_before_is_told_with_the_rest(
    app: App, posted: Posted
) -> None:
    """Its match is stored after that of the worker which announced the message."""
    watch(app, "паводок", ("webhook", posted.url))
    printed(app, "flood", LONG)
    read_all(app)
    for n in (1, 2):
        printed_by(app, f"paper{n}", LONG, n)
        read_all(app)
    with writing(app.engine) as connection:
        (last,) = connection.execute(select(func.max(matches.c.article))).one()
        (first,) = connection.execute(
            select(func.min(matches.c.matched)).where(matches.c.silent.is_not(None))
        ).one()
        connection.execute(
            update(matches)
            .where(matches.c.article == last)
            .values(matched=first - timedelta(seconds=5))
        )
    made_due(app)
    send_all(app)
    (more,) = [x for x in posted.records if x["event"] == "more"]
    assert sorted(more["outlets"]) == ["Paper1", "Paper2"]


def test_what_follows_on_another_day_is_told_without_what_was_told(
    app: App, posted: Posted
) -> None:
    """A story that goes on for days: its second message of this kind begins where the first one
    ended."""
    watch(app, "паводок", ("webhook", posted.url))
    printed(app, "flood", LONG)
    read_all(app)
    for n in (1, 2):
        printed_by(app, f"paper{n}", LONG, n)
        read_all(app)
        if n == 1:
            made_due(app)
            send_all(app)
    with reading(app.engine) as connection:
        (last,) = connection.execute(select(func.max(articles.c.id))).one()
        (event,) = connection.execute(select(rows.c.event).where(rows.c.kind == "more")).one()
        (sent,) = connection.execute(select(rows.c.span).where(rows.c.kind == "more")).one()
    assert event.startswith("more-1-s")
    (channel,) = [x.channel for x in watches.targets_of(app.engine, [1])[1]]
    later = now() + timedelta(days=2)  # another day in every zone
    with writing(app.engine) as connection:
        # the first ended before the second article was matched
        (second,) = connection.execute(
            select(matches.c.matched).where(matches.c.article == last)
        ).one()
        connection.execute(
            update(rows).where(rows.c.kind == "more").values(span=[sent[0], second.isoformat()])
        )
        name = f"{event[:-10]}{later.date().isoformat()}"
        deliveries.put(
            connection,
            name,
            [channel],
            now(),
            kind="more",
            watch=1,
            article=last,
            span=(later, later),
        )
    send_all(app)
    assert [x["outlets"] for x in posted.records if x["event"] == "more"] == [
        ["Paper1"],
        ["Paper2"],
    ]


@pytest.mark.parametrize("edits", [False, True])
def test_an_edit_is_told_where_it_is_wanted(app: App, posted: Posted, edits: bool) -> None:
    watch(app, "паводок", ("webhook", posted.url), edits=edits)
    printed(app, "flood", LONG, "Паводок дошёл до города")
    read_all(app)
    printed(app, "flood", LONG + "Погибших нет, ущерб считают.", "Паводок отступил", minutes=5)
    read_all(app)
    send_all(app)
    events = [x["event"] for x in posted.records]
    assert events == (["match", "edit"] if edits else ["match"])
    if edits:
        told = posted.records[1]["article"]
        assert told["title_before"] == "Паводок дошёл до города"
        assert {x["kind"] for x in told["changes"]} == {"headline", "wording"}


def test_an_edit_says_what_it_meant_and_one_of_marks_alone_is_not_told(
    app: App, posted: Posted, mailbox: Mailbox
) -> None:
    watch(app, "паводок", ("webhook", posted.url), ("mail", "aigul@office.test"), edits=True)
    text = LONG + "Ущерб оценили в 300 млн тенге."
    for n, printed_text in enumerate(
        [text, text.replace("300", "900"), text.replace("300", "900") + " !"]
    ):
        printed(app, "flood", printed_text, "Паводок", minutes=5 * n)
        read_all(app)
        send_all(app)
    assert [x["event"] for x in posted.records] == ["match", "edit"]
    (change,) = posted.records[1]["article"]["changes"]
    assert change == {"kind": "figure", "before": "300", "after": "900"}
    mail = mailbox.mails[1].get_body(("plain",))
    assert mail is not None
    assert "Изменена цифра: «300» → «900»" in mail.get_content()


def test_a_removed_article_is_told_of_once(app: App, posted: Posted) -> None:
    watch(app, "паводок", ("webhook", posted.url), removals=True)
    printed(app, "flood", LONG)
    read_all(app)
    for _ in range(2):
        url = "https://vestnik-stepi.test/flood"
        article_store.mark_removed(app.engine, paper.OUTLET, url, now())
    send_all(app)
    assert [x["event"] for x in posted.records] == ["match", "removal"]


def test_a_muted_watch_matches_and_tells_nobody(app: App, posted: Posted) -> None:
    number = watch(app, "паводок", ("webhook", posted.url))
    printed(app, "before", LONG)
    read_all(app)
    watches.mute(app.engine, number, now())
    printed(app, "after", LONG + "И ещё одно село.")
    read_all(app)
    send_all(app)
    assert posted.posts == []
    assert states(app) == {"cancelled": 1}
    with reading(app.engine) as connection:
        assert connection.execute(select(func.count()).select_from(matches)).scalar_one() == 2


def test_a_removed_watch_leaves_its_log_and_sends_nothing(app: App, posted: Posted) -> None:
    number = watch(app, "паводок", ("webhook", posted.url))
    printed(app, "flood", LONG)
    read_all(app)
    watches.remove(app.engine, number, now())
    send_all(app)
    assert posted.posts == []
    assert states(app) == {"cancelled": 1}


@pytest.mark.parametrize("ended", ["deleted", "disabled"])
def test_a_watch_stops_with_the_account_of_its_owner(app: App, posted: Posted, ended: str) -> None:
    from baqylau.model.access import Role
    from baqylau.store import accounts
    from baqylau.store.audit import Actor

    by = Actor("terminal", "", now())
    accounts.add(app.engine, "admin", Role.ADMIN, by, accepted=True)
    aigul = accounts.add(app.engine, "aigul", Role.READER, by, accepted=True)
    number = watch(app, "паводок", ("webhook", posted.url))
    printed(app, "flood", LONG)
    read_all(app)
    change = accounts.remove if ended == "deleted" else accounts.disable
    change(app.engine, aigul.id, Actor("terminal", "", now()))
    printed(app, "bridge", "Мост после паводка открыли в срок, и люди едут. " * 5, "Мост")
    read_all(app)
    send_all(app)
    assert posted.posts == []
    assert set(states(app)) == {"cancelled"}
    again = accounts.add(app.engine, "aigul", Role.READER, by) if ended == "deleted" else None
    theirs = [x.id for x in watches.listed(app.engine, "aigul")]
    assert theirs == ([] if again else [number])
    assert [x.id for x in watches.listed(app.engine)] == [number], "an administrator sees it"


def test_the_worker_wakes_when_something_is_due(app: App, posted: Posted) -> None:
    """And not by looking often: it looks once an hour here."""
    settings = app.settings.model_copy(update={"delivery_every": timedelta(hours=1)})
    from dataclasses import replace

    app = replace(app, settings=settings)
    taken = threading.Event()
    posted.answer = lambda number: taken.set() or 200  # type: ignore[func-returns-value]
    watch(app, "паводок", ("webhook", posted.url))
    worker = DeliveryWorker(app)
    worker.start()
    try:
        printed(app, "flood", LONG)
        read_all(app)
        assert taken.wait(30)
    finally:
        worker.stop()
    assert states(app) == {"done": 1}


def _mail_folder(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_a_digest_is_one_message_of_what_was_matched(
    app: App, mailbox: Mailbox, language: str
) -> None:
    hour = f"{now() + timedelta(hours=6):%H:00}"  # of no digest between the watch and its articles
    more = {"digest": "day", "digest_at": (hour,), "zone": "UTC", "language": language}
    number = watch(app, "паводок", ("mail", "aigul@office.test"), **more)
    printed(app, "one", LONG, "Первый паводок")
    read_all(app)
    printed_by(app, "second", LONG, 9)
    other = "Аграрии Павлодара после паводка пересеяли поля ячменём, потеряв 300 тенге. "
    printed(app, "two", other * 6, "Второй паводок")
    read_all(app)
    assert states(app) == {}
    made = watches.get(app.engine, number)
    due = made.next_digest
    assert due is not None
    for _ in range(2):  # two workers see it at once
        watches.begin_digest(app.engine, made, due)
    send_all(app)
    (mail,) = mailbox.mails
    text = mail.get_body(("plain",))
    assert text is not None
    for title in ("Первый паводок", "Второй паводок", "300 тенге", "Second"):
        assert title in text.get_content()
    assert {x.get_content_type() for x in mail.walk()} >= {"text/html", "image/png"}
    following = watches.get(app.engine, number).next_digest
    assert following == due + timedelta(days=1)


@pytest.mark.parametrize("wanted", [True, False])
def test_a_digest_tells_of_removals_where_they_are_wanted(
    app: App, mailbox: Mailbox, wanted: bool
) -> None:
    hour = f"{now() + timedelta(hours=6):%H:00}"
    more = {"digest": "day", "digest_at": (hour,), "zone": "UTC", "removals": wanted}
    number = watch(app, "паводок", ("mail", "aigul@office.test"), **more)
    printed(app, "flood", LONG, "Паводок дошёл до города")
    read_all(app)
    made = watches.get(app.engine, number)
    assert made.next_digest is not None
    watches.begin_digest(app.engine, made, made.next_digest)
    send_all(app)
    made = watches.get(app.engine, number)
    assert made.next_digest is not None
    gone = made.next_digest - timedelta(hours=3)
    url = "https://vestnik-stepi.test/flood"
    article_store.mark_removed(app.engine, paper.OUTLET, url, gone)
    assert watches.begin_digest(app.engine, made, made.next_digest) == int(wanted)
    send_all(app)
    assert len(mailbox.mails) == 1 + wanted
    if wanted:
        text = mailbox.mails[1].get_body(("plain",))
        assert text is not None
        (_, removed) = text.get_content().split("Удалено изданиями")
        assert "Паводок дошёл до города" in removed


def test_a_digest_tells_what_was_promised_for_the_days_ahead(app: App) -> None:
    """And nothing that was promised for a day that is over or far, or of another sentence."""
    from sqlalchemy import insert

    from baqylau.store.queries import told
    from baqylau.store.tables import facts

    number = watch(app, "паводок", digest="day", digest_at=("08:00",), zone="UTC")
    printed(app, "flood", LONG)
    read_all(app)
    with writing(app.engine) as connection:
        like = connection.execute(select(articles.c.id, articles.c.listed)).one()
        shared = {"article": like.id, "listed": like.listed, "extractor": "t", "confidence": 1.0}
        for n, (days, date_at) in enumerate([(1, 100), (-1, 200), (30, 300), (1, 9000)], 1):
            start = 100 * n
            day = (now() + timedelta(days=days)).date().isoformat()
            spans = {"sentence_start": start, "sentence_end": start + 90}
            said = {"type": "forecast", "start": start, "end": start + 90, "who": "Аким"}
            date = {"type": "date", "start": date_at + 5, "end": date_at + 9, "text": "завтра"}
            for key, given in enumerate(
                (
                    {**said, "text": f"Обещание {n}", "slots": {}},
                    {**date, "who": None, "slots": {"from": day, "to": day}},
                )
            ):
                _fact(connection, insert(facts), {**shared, **spans, **given}, f"{n}{key}")
    found = told.digest(app.engine, watches.get(app.engine, number), now(), now())
    assert [(x.words, x.speaker) for x in found.promises] == [("Обещание 1", "Аким")]


def _fact(connection: Any, into: Any, row: dict[str, Any], key: str) -> None:
    """With a value in each column that has to have one."""
    from baqylau.store.tables import facts

    needed = {"rule": "t", "key": key, "version": "t", "made_by": "rules"}
    more = {x: y for x, y in needed.items() if x in facts.c and x not in row}
    connection.execute(into.values(**{x: y for x, y in {**row, **more}.items() if x in facts.c}))
