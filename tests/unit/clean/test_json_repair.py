"""JSON as outlets break it: what can be read is read, and nothing takes long."""

import pytest

from baqylau.clean.json_repair import values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('{"a": 1};', [{"a": 1}]),
        ('\ufeff{"a": 1}', [{"a": 1}]),
        ('/* разметка */ {"a": 1} // конец', [{"a": 1}]),
        ('<!-- {"a": 1} -->', [{"a": 1}]),
        ('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}]),
        ('/* <![CDATA[ */{"a": 1}/* ]]> */', [{"a": 1}]),
        ('<![CDATA[{"a": 1}]]>', [{"a": 1}]),
        ('{"a": 1,, "b": 2,}', [{"a": 1, "b": 2}]),
        ('[{"a": 1,},]', [[{"a": 1}]]),
        ('{"a": 1}{"b": 2}', [{"a": 1}, {"b": 2}]),
        ('{"a": 1},\n{"b": 2}', [{"a": 1}, {"b": 2}]),
        ('{"path": "D:\\мост", "b": 2}', [{"path": "D:\\мост", "b": 2}]),
        ('{"code": "\\u12"}', [{"code": "\\u12"}]),
        ('{"a": "строка\nдругая", "b": 2}', [{"a": "строка\nдругая", "b": 2}]),
        ('{"a": "кафе "Берег" закрыто", "b": 2}', [{"a": 'кафе "Берег" закрыто', "b": 2}]),
        ('{"a": "b"\n"c": "d"}', [{"a": "b", "c": "d"}]),
        ('{"a": {"b": ["c"', [{"a": {"b": ["c"]}}]),
        ('{"address": "https://vestnik.kz/1", "b": 2,}', [{"address": "https://vestnik.kz/1",
                                                           "b": 2}]),
        ("{&quot;a&quot;: &quot;b&quot;}", [{"a": "b"}]),
        ("window.x = 1", []),
        ("", []),
    ],
)  # fmt: skip
def test_json_is_read_though_it_is_broken(text: str, expected: list[object]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "piece",
    ['"', '{"a":"', "{", "[,", "/* ", "//", ", ", ' "', '"a"\n', '{"a":"b", ', "\\", "]}", " "],
)
def test_hostile_scripts_end(piece: str) -> None:
    values('{"a": [' + piece * 20_000)
    values("[" + " " * 20_000 + piece * 20_000)
