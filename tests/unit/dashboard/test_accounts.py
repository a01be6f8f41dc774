"""What the page of accounts tells before there are any."""

from pathlib import Path
from typing import Any

import pytest

from baqylau.settings import Settings
from dashboard.accounts import link_command


@pytest.mark.parametrize(
    ("given", "command"),
    [
        ({}, "baqylau accounts link"),
        ({"data": Path("demo-data")}, "BAQYLAU_DATA=demo-data baqylau accounts link"),
        (
            {"data": Path("my data"), "dashboard_port": 8123},
            "BAQYLAU_DATA='my data' BAQYLAU_DASHBOARD_PORT=8123 baqylau accounts link",
        ),
    ],
)
def test_the_command_for_the_first_administrator_is_about_this_dashboard(
    given: dict[str, Any], command: str
) -> None:
    assert link_command(Settings(**given)) == command
