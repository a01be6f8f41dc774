"""What `baqylau export` refuses before it reads anything, and which format a file gets."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from baqylau import exports
from console.export import ExportFormat, ExportKind, _countries, _form
from console.main import cli


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["export"], "name one set"),
        (["export", "articles", "facts"], "several with --freeze"),
        (["export", "gaps", "--query", "мост"], "--outlet, --since and --until only"),
        (["export", "days", "--language", "ru"], "--outlet, --since and --until only"),
        (["export", "articles", "--kind", "quote"], "filter facts, mentions and entities only"),
        (["export", "quotes", "--kind", "role"], "filter facts, mentions and entities only"),
        (["export", "facts", "--kind", "qoute"], "there are: role, quote"),
        (["export", "facts", "mentions", "--kind", "quote", "--freeze", "x"], "there are: person"),
        (["export", "facts", "--output", "facts.xls"], "no format is called xls"),
        (["export", "facts", "--output", "facts.TSV"], "no format is called tsv"),
        (["export", "--check", "/nowhere/at/all"], "manifest of a frozen set"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(words: list[str], told: str) -> None:
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 2
    assert told in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("given", "output", "freeze", "form"),
    [
        (None, None, None, "jsonl"),
        (None, Path("a/facts.xlsx"), None, "xlsx"),
        (None, Path("facts.CSV"), None, "csv"),
        (None, Path("facts.txt"), None, "jsonl"),
        (None, None, Path("set"), "csv"),
        (ExportFormat.CSV, Path("facts.xlsx"), None, "csv"),
    ],
)
def test_a_file_gets_the_format_of_its_name(
    given: ExportFormat | None, output: Path | None, freeze: Path | None, form: str
) -> None:
    assert _form(given, output, freeze) == form


@pytest.mark.parametrize("sets", [[ExportKind.COUNTS], [ExportKind.FACTS, ExportKind.COUNTS]])
def test_counts_by_country_know_the_countries_beside_any_other_set(sets: list[ExportKind]) -> None:
    assert _countries(sets, ("country", "month"), None)["baq"] == "kz"
    assert not _countries(sets, ("outlet", "month"), None)


def test_the_command_offers_every_set_and_format() -> None:
    assert {x.value for x in ExportKind} == {*exports.SETS, exports.COUNTS}
    assert {x.value for x in ExportFormat} == set(exports.FORMS)
