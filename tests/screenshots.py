"""`python -m tests.screenshots` (`make screenshots`): the demo runs, and the picture of an article
in `docs/article.png` is taken anew from its dashboard.

The picture carries the hash of the templates and the style sheet that it shows, so that a test can
tell when it is older than they are.
"""

import hashlib
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from baqylau import atomic
from baqylau.app import open_app
from baqylau.settings import load
from baqylau.store.queries import articles
from baqylau.store.queries.filter import Filter
from tests.services import require
from tests.site import served

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "article.png"
SHOWN = (
    *(f"templates/{x}.html" for x in ("_fact", "_parts", "article", "base")),
    "static/baqylau.css",
)
ARTICLE = "/story/32173"
"""An article of the sample press with seven kinds of facts, every one of them read by a person and
right in the part that the picture shows; look again whenever the picture is taken."""
SIZE = {"width": 1240, "height": 820}
_KEY = b"baqylau-templates"
_SIGNATURE = 8  # bytes before the first chunk of a PNG
_HEADER = 25  # bytes of the chunk IHDR, which comes first


def hash_of_templates() -> str:
    """The SHA-256, in hex, of what the picture shows."""
    found = hashlib.sha256()
    for name in SHOWN:
        found.update((ROOT / "dashboard" / name).read_bytes())
    return found.hexdigest()


def hash_in(picture: bytes) -> str | None:
    """The hash of the templates at the time the picture was taken; None where it carries none."""
    at = _SIGNATURE
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        kind, data = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        if kind == b"tEXt" and data.startswith(_KEY + b"\0"):
            return data[len(_KEY) + 1 :].decode()
        at += 12 + length
    return None


def with_hash(picture: bytes, value: str) -> bytes:
    """The picture with the hash in a text chunk behind its header."""
    body = b"tEXt" + _KEY + b"\0" + value.encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    cut = _SIGNATURE + _HEADER
    return picture[:cut] + chunk + picture[cut:]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "console.main", "demo", "--once"]
        subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, check=True)
        data = Path(folder) / "demo-data"
        given = load(data=data, database="", archive="", outlets=data / "outlets", dashboard_port=0)
        with open_app(given) as app, served(app) as site:
            lines = articles.latest(app.engine, Filter(), 100)
            chosen = next(x for x in lines if x.url.endswith(ARTICLE))
            picture = _taken(f"{site.address}/article/{chosen.id}?ui=ru")
    atomic.write(PICTURE, with_hash(picture, hash_of_templates()))
    print(f"{PICTURE.relative_to(ROOT)}: {chosen.title}")


def _taken(address: str) -> bytes:
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(require("chromium")), args=flags)
        page = browser.new_page(viewport=SIZE, locale="ru-RU", timezone_id="Asia/Almaty")
        page.goto(address)
        picture = bytes(page.screenshot())
        browser.close()
    return picture


if __name__ == "__main__":
    main()
