"""schemathesis asks every operation of the OpenAPI document with valid and invalid values: each
answer is one that the document names, in the shape that it names, and none is a fault of ours.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create
from baqylau.app import App, open_app
from baqylau.settings import load
from baqylau.store.connect import connect
from baqylau.store.schema import migrate
from tests import filled


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("app")
    engine = connect(f"sqlite:///{folder}/baqylau.db")
    migrate(engine)
    engine.dispose()
    names = ("localhost", "testserver")
    with open_app(load(data=folder, outlets=folder / "none", dashboard_names=names)) as app:
        filled.fill(app)
        yield app


@pytest.fixture(scope="module")
def api(app: App) -> Any:
    web = create(app)
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", web)


UNREFUSABLE = {"/api/v1/outlets/{outlet}"}
"""Operations of which every value is valid: any text may be an id."""


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda x: x.value)
def test_every_answer_is_one_that_the_document_names(api: Any, mode: GenerationMode) -> None:
    asked = []
    for found in api.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and operation.path in UNREFUSABLE:
            continue
        case = operation.as_strategy(generation_mode=mode)
        FEW(given(case=case)(lambda case: ask(case)))()
        asked.append(operation.path)
    assert len(asked) > 30


FEW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)


def ask(case: schemathesis.Case) -> None:
    """A text of the right form may still be no cursor and no query, and a span of days too long:
    that is refused, as the document says, though the values are valid by themselves.
    """
    by_meaning = {"after", "q"} & set(case.query or ()) or case.path.endswith("/gaps")
    by_meaning = by_meaning or case.method == "POST"  # a value that the field cannot hold
    by_meaning = by_meaning or {"fact", "article"} <= set(case.query or ())  # one of both
    excluded = [positive_data_acceptance] if by_meaning else []
    case.call_and_validate(excluded_checks=excluded)
