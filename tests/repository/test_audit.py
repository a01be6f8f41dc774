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
    result = audit(f"AUDIT={tool}")
    assert "--strict" in result.stdout
    assert "requirements/run.txt" in result.stdout
    assert (result.returncode != 0) == bool(status)
    assert ("could not be audited" in result.stderr) == bool(status)


def test_without_the_tool_it_says_that_nothing_was_audited(tmp_path: Path) -> None:
    result = subprocess.run(
        ["make", "-s", "-f", str(ROOT / "Makefile"), "audit", "PYTHON=false"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "nothing was audited" in result.stderr
