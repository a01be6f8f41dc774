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
from starlette.datastructures import ImmutableMultiDict, QueryParams

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


OF_KIND = {"after": KEYS, "before": NUMBERS, "page": NUMBERS, "since": DAYS, "until": DAYS}


@pytest.fixture(scope="module")
def reads(site: Site, app: App) -> dict[str, set[str]]:
    """The routes without a number in their path, and two exports, each with the parameters that it
    reads while it is asked for with each of them in turn.
    """
    found: dict[str, set[str]] = {}
    names: set[str] = set()

    def get(self: QueryParams, key: str, default: object = None) -> object:
        names.add(key)
        return ImmutableMultiDict.get(self, key, default)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QueryParams, "get", get)
        whole = (x for x in routes(app) if "{" not in x and x != "/health")
        for path in (*whole, "/export/articles", "/export/facts"):
            names.clear()
            for parameter in PARAMETERS:
                assert site.get(f"{path}?q=a&{parameter}={HUGE}").status in (200, 400, 404), path
            found[path] = names & set(PARAMETERS)
    return found


def test_the_parameters_that_a_route_reads_are_seen(reads: dict[str, set[str]]) -> None:
    assert {"outlet", "language", "since", "until", "after"} <= reads["/"]
    assert "q" in reads["/search"]
    assert "before" in reads["/pages"]
    # a form sends the first two, and only the page to sign in reads the third
    assert set(PARAMETERS) - set().union(*reads.values()) == {"day", "field", "next"}


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_value_of_a_parameter_gives_a_500(
    site: Site, reads: dict[str, set[str]], parameter: str
) -> None:
    values = [urllib.parse.quote(x, safe="") for x in OF_KIND.get(parameter, TEXTS)]
    wrong = []
    for path in (x for x in reads if parameter in reads[x]):
        for value in (*values, "-1", *RAW[:3]):
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
