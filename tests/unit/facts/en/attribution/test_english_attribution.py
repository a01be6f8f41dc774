"""Sources of English articles: layers, chains, and what is no source."""

import pytest

from tests.unit.facts.reading import facts


@pytest.mark.parametrize(
    ("text", "outlet", "expected"),
    [
        ("Snow fell, Qazinform reports.", "Qazinform", ["self"]),
        ("Snow fell, Kazinform News Agency reports.", "Qazinform", ["self"]),
        ("Snow fell, The Astana Times reported.", "Astana Times", ["self"]),
        ("Snow fell, Qazinform reports.", "Vlast", ["cited"]),
        ("Snow fell, according to Gazeta.uz, citing the police.", "Vlast", ["cited", "official"]),
        ("Snow fell, the Telegram channel Dala Notes wrote.", "Vlast", ["social"]),
        ("According to the Ministry of Labor, snow fell.", "Vlast", ["official"]),
        ("According to Alma Kim, snow fell.", "Vlast", []),
        ("According to the agreement, snow is bad.", "Vlast", []),
        ("“According to the Ministry of Labor, snow fell,” said Alma Kim.", "Vlast", []),
    ],
)
def test_layers(text: str, outlet: str, expected: list[str]) -> None:
    found = facts(text, "attribution", "en", outlet=outlet)
    assert [f["layer"] for f in found] == expected
