"""A reading process is set up when it starts: before its first page, and outside that page's
time.
"""

from datetime import timedelta

import pytest

from baqylau.sandbox.pool import SandboxProcess
from baqylau.settings import load

FIRST = "type(__import__('trafilatura.xpaths').xpaths.BODY_XPATH[0]).__name__"


@pytest.mark.parametrize(
    ("module", "expression"),
    [("baqylau.clean", "CachedXPath"), ("baqylau.clean.main_text", "XPath")],
)
def test_only_a_process_that_reads_pages_changes_trafilatura(module: str, expression: str) -> None:
    child = SandboxProcess(load().sandbox_memory, [module])
    try:
        child.wait_until_ready()
        done, answer = child.request("builtins:eval", (FIRST,), timedelta(minutes=1))
    finally:
        child.end()
    assert (done, answer) == (True, expression)
