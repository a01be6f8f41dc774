from datetime import date, timedelta
from pathlib import Path

import pytest

from baqylau import registry
from baqylau.errors import RegistryError
from baqylau.model.outlet import SourceKind

GOOD = """
name = "Сарқыт"
home = "https://example.kz/"
country = "kz"
languages = ["kk"]
timezone = "Asia/Almaty"
articles = '^https://example\\.kz/news/[a-z-]+-\\d{5,}/$'
examples = ["https://example.kz/news/su-tasqyny-10001/"]

[[discover]]
kind = "feed"
url = "https://example.kz/rss.xml"

[visit]
every = "10m"

[[layout]]
since = 2025-03-01
body = "div.text"

[[layout]]
body = "div.old"
"""


def _read(folder: Path, text: str, name: str = "sarqyt") -> registry.Outlet:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return registry.read(path)


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    outlet = _read(tmp_path, GOOD)
    assert (outlet.id, outlet.name, outlet.visit.every) == (
        "sarqyt",
        "Сарқыт",
        timedelta(minutes=10),
    )
    assert outlet.discover[0].kind is SourceKind.FEED
    assert outlet.layout_of(date(2026, 1, 1)) == outlet.layouts[0]
    assert outlet.layout_of(date(2020, 1, 1)) == outlet.layouts[1]


@pytest.mark.parametrize(
    ("change", "key", "remedy"),
    [
        (("home =", "homme ="), "homme", "docs/outlets.md"),
        (('"https://example.kz/rss.xml"', '"/rss.xml"'), "discover[0].url", "whole address"),
        (("2025-03-01", "2205-03-01"), "layout[0].since", "check the year"),
        (("2025-03-01", "2025-02-30"), "sarqyt.toml", "not readable"),
        (("2025-03-01", '"2025-03-01"'), "layout[0].since", "without quotation marks"),
        # mixed-alphabets: allowed
        (('"Сарқыт"', '"Сapқыт"'), "name", "one alphabet"),
        # mixed-alphabets: allowed
        (('"https://example.kz/"\n', '"https://exаmple.kz/"\n'), "home", "one alphabet"),
        (('"10m"', '"10 minutes"'), "visit.every", "for example 10m"),
        (("Asia/Almaty", "Asia/Alma-Ata"), "timezone", "IANA"),
        (("[a-z-]+", "[a-z-+"), "articles", "does not compile"),
        (("tasqyny-10001", "tasqyny-1"), "examples[0]", "correct the one or the other"),
        (('"feed"', '"rss"'), "discover[0].kind", "feed"),
        (('"kz"', '"Kazakhstan"'), "country", "kz|kg"),
        (('["kk"]', '["Kazakh"]'), "languages[0]", "language code"),
        (('["kk"]', "[]"), "languages", "at least 1"),
        (('every = "10m"', "quiet = [1, 25]"), "visit.quiet[1]", "less than or equal to 23"),
        (('every = "10m"', "concurrency = 100"), "visit.concurrency", "less than or equal to 8"),
        (('name = "Сарқыт"\n', ""), "name", "add it"),
        (("name =", 'probed = "lately"\nname ='), "probed", "TOML date"),
        (("name =", 'aliases = ["https://m.example.kz/"]\nname ='), "aliases[0]", "bare host"),
        (("name =", "enabled = false\nname ="), "missing", "say what is missing"),
        (("[[discover]]", "[[discoverr]]"), "discoverr", "docs/outlets.md"),
        (("name =", "name = ="), "sarqyt.toml", "neighbouring file"),
    ],
)
def test_a_wrong_file_names_file_key_and_remedy(
    tmp_path: Path, change: tuple[str, str], key: str, remedy: str
) -> None:
    assert change[0] in GOOD
    with pytest.raises(RegistryError) as wrong:
        _read(tmp_path, GOOD.replace(*change, 1))
    message = str(wrong.value)
    assert "sarqyt.toml" in message
    assert key in message
    assert remedy in message


def test_an_enabled_outlet_needs_a_way(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="discover is missing"):
        _read(tmp_path, GOOD.partition("[[discover]]")[0])


def test_a_share_is_between_none_and_all(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="from 0 to 1"):
        _read(tmp_path, GOOD + "\n[expect]\nfilled = { title = 98 }\n")


def _folder(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        path = tmp_path / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_an_id_is_given_once(tmp_path: Path) -> None:
    with pytest.raises(
        RegistryError, match=r"kz/sarqyt\.toml.* already taken by .*kg/sarqyt\.toml"
    ):
        registry.load(_folder(tmp_path, kg__sarqyt=GOOD, kz__sarqyt=GOOD))


OTHER = GOOD.replace("/news/", "/kaz/").replace("example\\.kz/news", "example\\.kz/kaz")


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (GOOD, "same pattern"),
        (GOOD.replace("articles =", "# articles ="), "has no pattern"),
        (GOOD.replace("news/[a-z-]+", "(news|kaz)/[a-z-]+"), "also matched by"),
    ],
)
def test_two_outlets_may_not_claim_the_same_articles(
    tmp_path: Path, other: str, reason: str
) -> None:
    with pytest.raises(RegistryError, match=reason) as wrong:
        registry.load(_folder(tmp_path, one=GOOD, other=other))
    assert "one.toml" in str(wrong.value)
    assert "other.toml" in str(wrong.value)


def test_editions_told_apart_by_their_path_live_at_one_host(tmp_path: Path) -> None:
    assert list(registry.load(_folder(tmp_path, one=GOOD, other=OTHER))) == ["one", "other"]


def test_a_disabled_neighbour_claims_nothing(tmp_path: Path) -> None:
    asleep = GOOD.replace("name =", 'enabled = false\nmissing = "a feed"\nname =', 1)
    assert len(registry.load(_folder(tmp_path, one=GOOD, other=asleep))) == 2
