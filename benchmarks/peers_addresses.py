"""The addresses in courlan's and w3lib's tests: a folder with copies of them comes in; for each
address and the form that the suite wants for it, whether both are one address for us goes out.

Their forms are not ours, so the text of a form is not compared. What counts is the identity: an
address and its wanted form must become one article's address, and two forms that a suite keeps
apart must not become one.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from crawler.discovery.canonical import canonical

_TESTED = {"unit_tests.py": "normalize_url", "test_url.py": "canonicalize_url"}
"""The file of a suite, and the function that it tests."""


def pairs(folder: Path) -> Iterator[tuple[str, str]]:
    """(address, its wanted form) of each `assert function("…") == "…"` without further
    arguments.
    """
    for file, function in _TESTED.items():
        for path in sorted(folder.rglob(f"tests/{file}")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
                    address = _argument(node.left, function)
                    form = _text(node.comparators[0])
                    if address is not None and form is not None:
                        yield address, form


def _argument(node: ast.expr, function: str) -> str | None:
    """The one argument of a call of the function."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return None
    if node.func.id != function or len(node.args) != 1 or node.keywords:
        return None
    return _text(node.args[0])


def _text(node: ast.expr) -> str | None:
    if not isinstance(node, ast.Constant):
        return None
    if isinstance(node.value, bytes):
        return node.value.decode("utf-8", "replace")
    return node.value if isinstance(node.value, str) else None


def identities(folder: Path) -> Iterator[tuple[str, bool]]:
    """(the case for a person, whether we agree): first that an address and its form are one for us,
    then that no two forms kept apart by the suite are one.
    """
    given = [x for x in pairs(folder) if x[1].startswith(("http://", "https://"))]
    for address, form in given:
        yield f"{address} = {form}", canonical(address) == canonical(form)
    forms: dict[str | None, str] = {}
    for form in dict.fromkeys(form for _, form in given):
        other = forms.setdefault(canonical(form), form)
        yield f"{form} ≠ {other}", other == form

