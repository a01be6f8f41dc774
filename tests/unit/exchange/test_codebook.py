"""The codebook: every column of every set has its line in both languages, none is left over."""

from baqylau import exports
from baqylau.exchange import codebook, flat_rows
from baqylau.exports import COUNTS, SETS, Asked
from baqylau.model.fact import TYPES
from baqylau.store.queries import counts

BY_ALL = exports.columns_of(Asked(COUNTS, "csv", by=counts.DIMENSIONS))
EVERY = {**SETS, COUNTS: BY_ALL}


def test_every_column_has_its_line_and_no_line_is_left_over() -> None:
    used = {
        codebook.meaning(name, x.name)[0]
        for name, columns in EVERY.items()
        for x in columns.columns
    }
    assert used == {*codebook.table()["columns"], *codebook.table()["patterns"]}
    assert set(codebook.table()["sets"]) == set(EVERY)


def test_every_line_is_in_both_languages() -> None:
    for part in codebook.table().values():
        for key, line in part.items():
            assert line["en"], key
            assert line["ru"], key
            assert set(line) <= {"en", "ru", "unit"}, key


def test_types_and_values_are_the_models() -> None:
    rows = {(x["set"], x["column"]): x for x in codebook.rows(EVERY)}
    assert rows["facts", "form"]["values"] == "direct | indirect | mixed"
    assert rows["facts", "from"]["type"].startswith("day")
    assert rows["facts", "value"]["type"] == "number"
    assert rows["facts", "relative"]["type"] == "true or false"
    assert rows["facts", "type"]["values"] == " | ".join(x.type for x in TYPES)
    assert rows["facts", "kind"]["values"] == ""  # of a document it may be any noun


def test_a_markdown_page_has_a_line_for_each_column() -> None:
    page = "".join(codebook.markdown(EVERY))
    lines = [x for x in page.splitlines() if x.startswith("| ") and not x.startswith("| column")]
    assert len(lines) == sum(len(x.columns) for x in EVERY.values())


def test_the_set_of_one_type_has_no_slots_of_others() -> None:
    assert "currency" not in flat_rows.QUOTES.names
    assert "currency" in flat_rows.AMOUNTS.names
    assert "person" in flat_rows.ROLES.names
