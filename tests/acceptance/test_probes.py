"""The acceptance scripts answer a question of every kind."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance import loopcase, probe

ROOT = Path(__file__).parents[2]
HOME = "https://example.kz/"
RSS = f'<rss version="2.0"><channel><item><link>{HOME}news/1/</link></item></channel></rss>'
SITEMAP = f"<urlset><url><loc>{HOME}news/1/</loc></url></urlset>"
SECTION = '<a href="/news/1001-kurs/">Курс тенге укрепился на торгах</a>'
POST = (
    '<div class="tgme_widget_message_wrap"><div class="tgme_widget_message"'
    ' data-post="example/7"><div class="tgme_widget_message_text">'
    f'<a href="{HOME}news/1/">Курс</a></div></div></div>'
)
OPML = f'<opml version="2.0"><body><outline type="rss" xmlUrl="{HOME}rss.xml"/></body></opml>'
PARAGRAPH = "Жюри отметило троих школьников, рассказал директор школы Канат Серіков на собрании."
TITLE = "Школьный оркестр вернулся с наградой"
ARTICLE = (
    f'<html lang="ru"><head><title>{TITLE}</title></head><body><article>'
    f"<h1>{TITLE}</h1>{f'<p>{PARAGRAPH}</p>' * 8}</article></body></html>"
)
ADDRESSES = json.dumps([f"{HOME}news/{x}/?utm_source=rss" for x in (1, 2, 3)])

QUESTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "robots": ("User-agent: *\nDisallow: /news/\n", {"allows": False}),
    "feed": (RSS, {"urls": [f"{HOME}news/1/"], "distinct": 1}),
    "sitemap": (SITEMAP, {"urls": [f"{HOME}news/1/"], "onward": []}),
    "section": (SECTION, {"urls": [f"{HOME}news/1001-kurs/"], "count": 1}),
    "telegram": (POST, {"urls": [f"{HOME}news/1/"], "count": 1}),
    "canonical": (ADDRESSES, {"all": [f"{HOME}news/{x}/" for x in (1, 2, 3)], "idempotent": True}),
    "opml": (OPML, {"urls": [f"{HOME}rss.xml"], "count": 1}),
    "language": ("Қазақстан үкіметі жаңа заңды қабылдады.\n", {"language": "kk"}),
    "decode": ("<p>Үкімет</p>", {"text": "<p>Үкімет</p>", "charset": "utf-8"}),
    "reprint": ("Курс тенге.\n=====\nКурс  тенге.", {"same": True, "can": False}),
    "pattern": (ADDRESSES, {}),
}


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_probe_answers_a_question_of_each_kind(kind: str, tmp_path: Path) -> None:
    content, expected = QUESTIONS[kind]
    path = tmp_path / "case"
    path.write_text(content, encoding="utf-8")
    answer = probe.answer({"via": kind, "path": str(path), "given": {}})
    assert "crash" not in answer
    assert {x: answer[x] for x in expected} == expected


def test_the_probe_reads_saved_pages(tmp_path: Path) -> None:
    folder = loopcase._saved_pages(tmp_path / "in", [("a", "<p>Курс</p>", loopcase.FETCHED)])
    answer = probe.answer({"via": "warc", "path": str(folder), "given": {}})
    assert answer["urls"] == ["https://s.kz/news/a/"]
    assert answer["bad"] == []


def test_every_kind_of_the_probe_is_asked_here() -> None:
    assert set(probe.KINDS) == {*QUESTIONS, "warc"}


def test_a_crash_is_an_answer(tmp_path: Path) -> None:
    answer = probe.answer({"via": "feed", "path": str(tmp_path / "missing"), "given": {}})
    assert answer["crash"].startswith("FileNotFoundError: ")


# Cases that need the command
# --------------------------------------------------------------------------------------------------


@pytest.fixture
def _command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command of this checkout in this Python, wherever its environment lies."""
    command = tmp_path / "baqylau"
    command.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m console.main "$@"\n'
    )
    command.chmod(0o755)
    monkeypatch.setattr(loopcase, "COMMAND", str(command))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a feed of one article."""
    feed = RSS.replace(HOME, "{origin}/")
    pages = {
        "/": {"body": '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'},
        "/rss.xml": {"headers": {"Content-Type": "application/rss+xml"}, "body": feed},
        "/news/1/": {"body": ARTICLE},
    }
    path = tmp_path / "site.json"
    path.write_text(json.dumps({"pages": pages, "ways": [["feed", "/rss.xml"]]}), encoding="utf-8")
    return path


@pytest.mark.usefixtures("_command")
def test_a_site_is_crawled(site: Path) -> None:
    (answer,) = loopcase.crawl([site])
    assert (answer["stderr"], answer["count"]) == ("", 1)
    assert {"/rss.xml", "/news/1/"} <= set(answer["asked"])


@pytest.mark.usefixtures("_command")
def test_a_site_is_drafted(site: Path) -> None:
    (answer,) = loopcase.draft([site])
    assert (answer["rc"], answer["ways"]) == (0, ["feed /rss.xml"])


@pytest.mark.usefixtures("_command")
def test_an_imported_page_is_found_and_exported(page: Path) -> None:
    (answer,) = loopcase.search([page], [{"query": "оркестр"}])
    assert answer == {"found": True, "rc": 0}
    assert loopcase.csvexport([page])[0]["bom"] in (True, False)


@pytest.mark.usefixtures("_command")
def test_a_changed_page_is_a_revision(tmp_path: Path) -> None:
    path = tmp_path / "pair"
    other = ARTICLE.replace("троих", "четверых")
    path.write_text(f"{ARTICLE}{loopcase.DIVIDER}{other}", encoding="utf-8")
    assert loopcase.revision([path]) == [{"revisions": 2}]
