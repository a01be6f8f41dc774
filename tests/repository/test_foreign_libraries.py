"""What we change inside trafilatura and htmldate, and call of their inner parts, is what it was
when we wrote it; and importing our modules does not change them.

Each question is asked in an interpreter of its own, since tests beside this one read pages.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

KNOWN = {
    "trafilatura": "2.3.1",
    "htmldate": "1.11.0",
    "trafilatura.xpaths.BODY_XPATH": "list of 5, 500dd9ecf9634ac8",
    "trafilatura.xpaths.OVERALL_DISCARD_XPATH": "list of 2, 5febc6f34b0dbf5c",
    "trafilatura.xpaths.TEASER_DISCARD_XPATH": "list of 1, ef8f96b35c2aaeb7",
    "trafilatura.xpaths.DISCARD_IMAGE_ELEMENTS": "list of 1, 94358c15a0f071cc",
    "trafilatura.xpaths.RAW_TREE_PRUNE_XPATH": "list of 2, 4e5fadb91fcea13f",
    "trafilatura.xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH": "list of 1, eb038b690a72ddc5",
    "trafilatura.bare_extraction": (
        "filecontent, url, fast, no_fallback, favor_precision, favor_recall, "
        "include_comments, output_format, target_language, include_tables, "
        "include_images, include_formatting, include_links, deduplicate, "
        "date_extraction_params, with_metadata, only_with_metadata, max_tree_size, "
        "url_blacklist, author_blacklist, as_dict, prune_xpath, config, options"
    ),
    "trafilatura.htmlprocessing.convert_tags": "tree, options, url",
    "trafilatura.htmlprocessing.prune_unwanted_nodes": "tree, nodelist, with_backup",
    "trafilatura.htmlprocessing.tree_cleaning": "tree, options",
    "trafilatura.main_extractor.extract_content": "cleaned_tree, options",
    "trafilatura.settings.Extractor": (
        "config, output_format, fast, precision, recall, comments, formatting, links, "
        "images, tables, dedup, lang, url, source, with_metadata, only_with_metadata, "
        "tei_validation, author_blacklist, url_blacklist, date_params"
    ),
    "trafilatura.htmlprocessing.link_density_test": "element, favor_precision",
    "htmldate.find_date": (
        "htmlobject, extensive_search, original_date, outputformat, url, verbose, "
        "min_date, max_date, deferred_url_extractor"
    ),
    "htmldate.extractors.has_date_cue": "string, min_date, max_date",
    "htmldate.extractors.try_date_expr": (
        "string, outputformat, extensive_search, min_date, max_date and asks has_date_cue: True"
    ),
}
"""The releases; of each list its type, length and the SHA-256 of its expressions; of each function
the names of what it takes; of the one that asks for the function we replace, that it still does.
"""
ADVICE = (
    "{name} was {was!r} and is {now!r}: read what changed in {library}, look whether"
    " baqylau/clean/trafilatura_adapter.py, questions.py, body.py and last_resorts.py still fit,"
    " run `python benchmarks/clean.py`, and write the new value into KNOWN"
)

DESCRIBE = """
import hashlib, inspect, json, sys
from importlib import import_module
from importlib.metadata import version

def describe(name):
    path, _, last = name.rpartition(".")
    if not path:
        return version(name)
    one = getattr(import_module(path), last, None)
    if isinstance(one, list):
        listing = "\\n".join(f"{type(x).__name__} {x.path}" for x in one)
        return f"list of {len(one)}, {hashlib.sha256(listing.encode()).hexdigest()[:16]}"
    if one is None:
        return "not there"
    asked = None
    if last == "try_date_expr":
        asked = "has_date_cue" in inspect.unwrap(one).__code__.co_names
    takes = ", ".join(inspect.signature(one).parameters)
    return takes + (f" and asks has_date_cue: {asked}" if asked is not None else "")

print(json.dumps({name: describe(name) for name in json.loads(sys.argv[1])}))
"""

STATE = """
import hashlib, json, logging, pkgutil, sys
from importlib import import_module

LIBRARIES = ("trafilatura", "htmldate")

def below(name):
    found = [name]
    for x in pkgutil.walk_packages(import_module(name).__path__, name + "."):
        skipped = x.name.rpartition(".")[2] == "__main__" or ".migrations." in x.name
        found += [] if skipped else [x.name]
    return found

def inside(x):
    if isinstance(x, (list, tuple)):
        return [id(y) for y in x]
    if isinstance(x, (set, frozenset)):
        return sorted(id(y) for y in x)
    if isinstance(x, dict):
        return [(id(k), id(v)) for k, v in x.items()]
    if isinstance(x, type):
        return [(k, id(v)) for k, v in vars(x).items() if not k.startswith("__")]
    return None

def state():
    kept, found = [], {}
    for name in MODULES:
        for key, x in vars(sys.modules[name]).items():
            if not key.startswith("__"):
                found[f"{name}.{key}"] = repr((id(x), inside(x)))
    for name in (*LIBRARIES, *logging.root.manager.loggerDict):
        if name.partition(".")[0] in LIBRARIES:
            logger = logging.getLogger(name)
            found[f"logger {name}"] = repr((logger.level, logger.disabled, logger.handlers))
    return found

MODULES = [x for library in LIBRARIES for x in below(library)]
for x in MODULES:
    import_module(x)
before = state()
ours = [x for package in json.loads(sys.argv[1]) for x in below(package)]
for x in ours:
    import_module(x)
after_import = state()
from baqylau import clean
clean.set_up()
print(json.dumps({
    "ours": ours,
    "by importing": sorted(
        k for k in before | after_import if before.get(k) != after_import.get(k)
    ),
    "by set_up": sorted(k for k in before if before[k] != state()[k]),
}))
"""


def _asked(program: str, given: list[str]) -> Any:
    result = subprocess.run(
        [sys.executable, "-c", program, json.dumps(given)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    return json.loads(result.stdout.strip().rpartition("\n")[2])


@pytest.fixture(scope="module")
def found() -> dict[str, str]:
    answer: dict[str, str] = _asked(DESCRIBE, list(KNOWN))
    return answer


@pytest.mark.parametrize("name", KNOWN)
def test_the_installed_releases_are_those_we_wrote_for(name: str, found: dict[str, str]) -> None:
    assert found[name] == KNOWN[name], ADVICE.format(
        name=name, was=KNOWN[name], now=found[name], library=name.partition(".")[0]
    )


def test_importing_our_modules_changes_nothing_and_setting_up_only_what_is_listed() -> None:
    state = _asked(STATE, ["baqylau", "crawler", "workers", "dashboard", "console", "press"])
    assert {"baqylau.clean.fallback_date", "workers.run", "console.clean"} <= set(state["ours"])
    assert state["by importing"] == []
    changed = {x.rpartition(".")[2] for x in state["by set_up"]}
    assert changed == {
        "BODY_XPATH",
        "OVERALL_DISCARD_XPATH",
        "TEASER_DISCARD_XPATH",
        "DISCARD_IMAGE_ELEMENTS",
        "has_date_cue",
        "link_density_test",
        "logger trafilatura",
    }, "trafilatura_adapter changes something it does not name, or no longer what it names"
