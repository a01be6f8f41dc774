"""Answers the acceptance cases that need the whole command: crawl, draft, search, revision, export.

Each function takes the paths of the cases of its kind and returns one answer for each, in the same
order. It runs `.venv/bin/baqylau` of the checkout that the environment variable `BAQYLAU` names
(without it, of the current folder) on a database in a temporary folder. Sites are served on
127.0.0.1 by this process. Only the standard library is needed.
"""

import http.server
import json
import os
import re
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

MAIN = os.path.abspath(os.environ.get("BAQYLAU", "."))  # noqa: TID251
COMMAND = f"{MAIN}/.venv/bin/baqylau"
DIVIDER = "\n=====\n"  # between the two versions of a page in a revision case
NOT_FOUND = {
    "status": 404,
    "headers": {"Content-Type": "text/html"},
    "body": "<html><body>not found</body></html>",
}
HTML = {"Content-Type": "text/html; charset=utf-8"}
FETCHED = "2026-11-20T10:00:00+05:00"

Answer = dict[str, Any]


class Site(http.server.ThreadingHTTPServer):
    """A web site of canned answers; `asked` lists the paths in the order they were requested.

    `pages` maps a path to its answer: `status`, `headers`, `body`, `encoding`, `prefix_hex`, and
    `if_cookie` with `else`. `{origin}` in a body or a header stands for the site's own address.
    """

    daemon_threads = True

    def __init__(self, pages: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = pages
        self.asked: list[str] = []
        self.origin = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        page = self._page()
        origin = self.server.origin
        body = page.get("body", "").replace("{origin}", origin)
        content = bytes.fromhex(page.get("prefix_hex", "")) + body.encode(
            page.get("encoding", "utf-8")
        )
        self.send_response(page.get("status", 200))
        for name, value in page.get("headers", HTML).items():
            self.send_header(name, value.replace("{origin}", origin))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)

    def _page(self) -> dict[str, Any]:
        """The answer for this path; a page with `if_cookie` is shown only with that cookie."""
        page = self.server.pages.get(self.path)
        cookie = self.headers.get("Cookie") or ""
        if page and "if_cookie" in page and page["if_cookie"] not in cookie:
            page = page["else"]
        return NOT_FOUND if page is None else page

    def log_message(self, *args: object) -> None:
        pass


def crawl(todo: Sequence[Path]) -> list[Answer]:
    """Serves the sites of all cases at once and visits them in one crawl."""
    with _folder("crawl") as folder:
        sites = []
        for number, path in enumerate(todo):
            described = json.loads(path.read_text(encoding="utf-8"))
            site = Site(described["pages"])
            sites.append(site)
            outlet = _outlet_toml(f"o{number}", site.origin, described)
            (folder / "outlets" / "kz" / f"o{number}.toml").write_text(outlet, encoding="utf-8")
        environment = _environment(folder, sites)
        done = _run(environment, "crawl", "--once")
        _run(environment, "work", "--once")
        answers = [_crawled(folder, f"o{n}", site, done) for n, site in enumerate(sites)]
        for site in sites:
            site.close()
    return answers


def draft(todo: Sequence[Path]) -> list[Answer]:
    """Drafts the outlet file of each case's site; answers with the discovery sources it found."""
    answers = []
    for path in todo:
        with _folder("draft") as folder:
            site = Site(json.loads(path.read_text(encoding="utf-8"))["pages"])
            environment = _environment(folder, [site])
            done = _run(environment, "outlets", "draft", site.origin + "/")
            source = r'kind = "(\w+)"\nurl = "' + re.escape(site.origin) + r'([^"]*)"'
            ways = [f"{kind} {url}" for kind, url in re.findall(source, done.stdout)]
            answers.append({"ways": ways, "asked": site.asked, "rc": done.returncode})
            site.close()
    return answers


def search(todo: Sequence[Path], given: Sequence[dict[str, Any]]) -> list[Answer]:
    """Imports all pages, then looks for each by its case's query."""
    with _folder("search") as folder:
        environment = _environment(folder)
        _import(environment, folder, todo)
        answers = []
        for number, case in enumerate(given):
            query = ("--query", case["query"], "--format", "jsonl")
            done = _run(environment, "export", "articles", *query)
            found = f"/news/c{number}/" in done.stdout
            answers.append({"found": found, "rc": done.returncode})
    return answers


def revision(todo: Sequence[Path]) -> list[Answer]:
    """Imports two versions of each page; answers with the number of revisions kept."""
    pairs = [x.read_text(encoding="utf-8").split(DIVIDER) for x in todo]
    with _folder("revision") as folder:
        environment = _environment(folder)
        for version in (0, 1):
            fetched = f"2026-11-20T1{version}:00:00+05:00"
            pages = [(f"r{n}", pair[version], fetched) for n, pair in enumerate(pairs)]
            _run(environment, "import", str(_saved_pages(folder / f"in{version}", pages)))
        count = "select id from articles where url=?"
        return [
            {"revisions": len(_rows(folder, count, f"https://s.kz/news/r{n}/"))}
            for n in range(len(todo))
        ]


def csvexport(todo: Sequence[Path]) -> list[Answer]:
    """Imports all pages and exports them as CSV; answers whether the file starts with a BOM."""
    answers = []
    with _folder("csv") as folder:
        environment = _environment(folder)
        _import(environment, folder, todo)
        for _ in todo:
            file = folder / "out.csv"
            _run(environment, "export", "articles", "--format", "csv", "--output", str(file))
            answers.append({"bom": file.read_bytes().startswith(b"\xef\xbb\xbf")})
    return answers


@contextmanager
def _folder(kind: str) -> Iterator[Path]:
    """A temporary folder with an empty registry, removed at the end."""
    with tempfile.TemporaryDirectory(prefix=f"baq-{kind}-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "outlets" / "kz").mkdir(parents=True)
        yield folder


def _environment(folder: Path, sites: Sequence[Site] = ()) -> dict[str, str]:
    """The settings of a run on a database of its own that may visit these sites."""
    hosts = [f"127.0.0.1:{x.server_port}" for x in sites]
    return dict(
        os.environ,  # noqa: TID251
        BAQYLAU_DATA=f"{folder}/data",
        BAQYLAU_OUTLETS=f"{folder}/outlets",
        BAQYLAU_LOG_LEVEL="ERROR",
        BAQYLAU_ALLOW_HOSTS=json.dumps(hosts),
    )


def _run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tempfile.gettempdir(),
        timeout=300,
        check=False,
    )


def _rows(folder: Path, sql: str, *values: str) -> list[dict[str, Any]]:
    database = folder / "data" / "baqylau.db"
    if not database.exists():
        return []
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(x) for x in connection.execute(sql, values)]


def _outlet_toml(outlet: str, origin: str, described: dict[str, Any]) -> str:
    """The registry file of a case's site; its JSON lists the discovery sources under `ways`."""
    lines = [
        f'name = "{outlet}"',
        f'home = "{origin}/"',
        'country = "kz"',
        'languages = ["ru"]',
        'timezone = "Asia/Almaty"',
        f"articles = '{described.get('articles', '/news/[0-9]+')}'",
    ]
    if "access" in described:
        lines.append(f'access = "{described["access"]}"')
    for kind, path in described["ways"]:
        lines += ["", "[[discover]]", f'kind = "{kind}"', f'url = "{origin}{path}"']
        lines.append('confidence = "A"')
    return "\n".join([*lines, "", "[visit]", 'every = "10m"', 'delay = "0s"', ""])


def _crawled(
    folder: Path, outlet: str, site: Site, done: subprocess.CompletedProcess[str]
) -> Answer:
    """What the crawl and the cleaning left of one site."""
    articles = _rows(
        folder, "select url,title,text,published from articles where outlet=? and current", outlet
    )
    return {
        "count": len(articles),
        "asked": site.asked,
        "titles": [x["title"] for x in articles],
        "text": "\n".join(x["text"] or "" for x in articles),
        "published": articles[0]["published"] if articles else None,
        "visit": _rows(folder, "select ways,result from visits where outlet=?", outlet),
        "stderr": done.stderr[-200:] if done.returncode else "",
    }


def _import(environment: dict[str, str], folder: Path, todo: Sequence[Path]) -> None:
    """Imports the cases' pages as https://s.kz/news/c0/, c1 …"""
    pages = [(f"c{n}", x.read_text(encoding="utf-8"), FETCHED) for n, x in enumerate(todo)]
    _run(environment, "import", str(_saved_pages(folder / "in", pages)))


def _saved_pages(folder: Path, pages: Sequence[tuple[str, str, str]]) -> Path:
    """A folder of saved pages as `baqylau import` reads it."""
    (folder / "html").mkdir(parents=True)
    with (folder / "manifest.jsonl").open("w", encoding="utf-8") as manifest:
        for name, html, fetched in pages:
            (folder / "html" / f"{name}.html").write_text(html, encoding="utf-8")
            line = {"id": name, "url": f"https://s.kz/news/{name}/", "fetched": fetched}
            manifest.write(json.dumps(line) + "\n")
    return folder
