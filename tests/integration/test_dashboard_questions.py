"""Every route of the dashboard, asked with every parameter, each of them huge, negative, NUL, a
surrogate, no number, no date: the answer is a page or a refusal, never a fault. Both databases.
"""

import re
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from baqylau.app import App, open_app
from baqylau.settings import load
from baqylau.store.connect import connect
from baqylau.store.schema import migrate
from dashboard.app import create
from tests import filled
from tests.services import postgres_database
from tests.site import Site, served

HUGE = str(10**300)
NUMBERS = ("-1", "0", "1e5", "²", "١٢", "1_000", "2147483648", "9223372036854775808", HUGE)
PIECES = ("0", "-1", "2147483648", "9223372036854775808", "99999999999999999999", "x", "")
KEYS = (
    *(f"{x}.1.0" for x in (*PIECES, "-62135596800000000", "253402300799999999")),
    *(f"0.{x}.0" for x in PIECES),
    *(f"0.1.{x}" for x in PIECES),
    "0",
    "0.1",
    "0.1.2.3",
    f"{HUGE[:100]}.{HUGE[:100]}.{HUGE[:100]}",
)
DAYS = ("0001-01-01", "9999-12-31", "0000-00-00", "2026-02-30", "-2026-01-01", "99999-01-01")
TEXTS = ("", "\x00", "a\x00b", "'\"\\;--", "%", "_" * 500, "\U0010ffff", "‮", '"', "((", "a" * 9000)
RAW = ("%00", "%ED%A0%80", "%FF%FE", "%", "%u0041", "%0d%0aX-A:%20b", "+", "%C0%80")
"""As they stand in an address: what no text encodes to."""
VALUES = [urllib.parse.quote(x, safe="") for x in (*NUMBERS, *KEYS, *DAYS, *TEXTS)] + list(RAW)
PARAMETERS = sorted(
    {"q", "ui"}
    | {
        name
        for path in (Path(__file__).parents[2] / "dashboard").glob("*.py")
        for name in re.findall(
            r'(?:field|_day|query_params\.get)\((?:request, )?"(\w+)"',
            path.read_text(encoding="utf-8"),
        )
    }
    | {"outcome", "before"}
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("filled")
    with ExitStack() as things:
        address = f"sqlite:///{folder}/baqylau.db"
        if request.param == "postgresql":
            address = things.enter_context(postgres_database(request.getfixturevalue("postgres")))
        engine = connect(address)
        migrate(engine)
        engine.dispose()
        given = load(data=folder, database=address, outlets=folder / "none", dashboard_port=0)
        made = things.enter_context(open_app(given))
        filled.fill(made)
        yield made


@pytest.fixture(scope="module")
def site(app: App) -> Iterator[Site]:
    with served(app) as site:
        yield site


def routes(app: App) -> list[str]:
    """The paths that the dashboard answers a GET of, as its routers tell them."""

    def within(some: object) -> Iterator[str]:
        for route in getattr(some, "routes", ()):
            inner = getattr(route, "original_router", None)
            if inner is not None:
                yield from within(inner)
            elif "GET" in (getattr(route, "methods", None) or ()):
                yield route.path

    return sorted(set(within(create(app))))


def test_the_parameters_and_routes_are_all_known(app: App) -> None:
    assert {"after", "before", "kind", "language", "outlet", "page", "q", "since"} <= set(
        PARAMETERS
    )
    assert {"/", "/search", "/search.rss", "/facts", "/pages", "/fresher"} <= set(routes(app))


ASKED = {"after": ["/", "/facts", "/fresher"], "before": ["/pages", "/audit"]}
"""Where a parameter is read; the others are asked everywhere, with fewer values."""
OF_KIND = {"after": KEYS, "before": NUMBERS, "page": NUMBERS, "since": DAYS, "until": DAYS}


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_value_of_a_parameter_gives_a_500(site: Site, app: App, parameter: str) -> None:
    wrong = []
    values = [urllib.parse.quote(x, safe="") for x in OF_KIND.get(parameter, TEXTS)]
    for path in ASKED.get(parameter, [x for x in routes(app) if "{" not in x]):
        for value in (*values, HUGE, "-1", *RAW[:3]) if path != "/health" else ():
            status = site.get(f"{path}?q=a&{parameter}={value}").status
            if status not in (200, 400, 404):
                wrong.append((status, path, parameter, value[:40]))
    assert wrong == []


def test_no_value_in_a_path_gives_a_500(site: Site, app: App) -> None:
    wrong = []
    for path in routes(app):
        for value in VALUES if "{" in path else ():
            asked = re.sub(r"\{\w+\}", lambda _, v=value: v, path)
            status = site.get(asked).status
            if status not in (200, 400, 404):
                wrong.append((status, path, value[:40]))
    assert wrong == []


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(PARAMETERS),
            st.one_of(
                st.integers().map(str),
                st.tuples(st.integers(), st.integers(), st.integers()).map(
                    lambda x: ".".join(map(str, x))
                ),
                st.dates().map(str),
                st.text(max_size=40),
                st.binary(max_size=20),
            ),
        ),
        max_size=5,
    ),
    st.data(),
)
def test_no_mix_of_parameters_gives_a_500(
    site: Site, app: App, asked: list[tuple[str, str | bytes]], data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from([x for x in routes(app) if "{" not in x]))
    query = urllib.parse.urlencode(asked, errors="surrogatepass")
    assert site.get(f"{path}?{query}").status in (200, 400, 404)


def test_an_invalid_cursor_gets_an_error_page(site: Site) -> None:
    answer = site.get("/", after="0.99999999999999999999.0")
    assert answer.status == 400
    assert "after=0.99999999999999999999.0" in answer.text
