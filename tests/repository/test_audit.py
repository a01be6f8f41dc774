"""`make audit` fails, and says why, where a package has a fault or could not be audited."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def audit(*given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "-s", "audit", *given], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("status", [0, 1])
def test_every_package_is_audited_or_it_fails(tmp_path: Path, status: int) -> None:
    tool = tmp_path / "pip-audit"
    tool.write_text(f'#!/bin/sh\necho "$@"\nexit {status}\n', encoding="utf-8")
    tool.chmod(0o755)
    told = audit(f"AUDIT={tool}")
    assert "--strict" in told.stdout
    assert "requirements/run.txt" in told.stdout
    assert (told.returncode != 0) == bool(status)
    assert ("could not be audited" in told.stderr) == bool(status)


def test_without_the_tool_it_says_that_nothing_was_audited(tmp_path: Path) -> None:
    told = subprocess.run(
        ["make", "-s", "-f", str(ROOT / "Makefile"), "audit", "PYTHON=false"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode != 0
    assert "nothing was audited" in told.stderr
