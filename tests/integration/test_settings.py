"""Settings that were renamed: the old name is read for one release, with one warning. Values that
no outlet could use are refused.
"""

from pathlib import Path

import pytest

from baqylau import settings
from baqylau.errors import ConfigurationError
from baqylau.settings import RENAMED, Settings, load

GIVEN = {"sandbox_memory": 2**30, "maintenance_every": "PT5M"}
"""A value of each renamed setting that is not its default."""


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but those of the test, and no warning written before."""
    monkeypatch.chdir(tmp_path)
    for name in (*RENAMED, *RENAMED.values()):
        monkeypatch.delenv(f"BAQYLAU_{name.upper()}", raising=False)
    settings._warn_of_old.cache_clear()


def expected(name: str) -> object:
    return getattr(load(**{name: GIVEN[name]}), name)


def test_every_renamed_setting_is_tested_and_exists() -> None:
    assert set(RENAMED.values()) == set(GIVEN) <= Settings.model_fields.keys()
    assert not RENAMED.keys() & Settings.model_fields.keys()


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_the_old_variable_is_read_with_one_warning(
    old: str, new: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"BAQYLAU_{old.upper()}", str(GIVEN[new]))
    assert getattr(load(), new) == expected(new)
    assert settings.origin(new) == "environment"
    warning = capsys.readouterr().err
    assert warning.count("\n") == 1
    assert f"BAQYLAU_{old.upper()} is now called BAQYLAU_{new.upper()}" in warning


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_the_old_name_in_the_file_is_read_with_one_warning(
    old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    value = GIVEN[new]
    line = f"{old} = {value}" if isinstance(value, int) else f'{old} = "{value}"'
    (tmp_path / "baqylau.toml").write_text(line + "\n", encoding="utf-8")
    assert getattr(load(), new) == expected(new)
    assert settings.origin(new) == "baqylau.toml"
    warning = capsys.readouterr().err
    assert warning.count("\n") == 1
    assert f"{old} in baqylau.toml is now called {new}" in warning


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_the_new_name_wins_over_the_old(
    old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"BAQYLAU_{old.upper()}", "1" if new == "sandbox_memory" else "PT1S")
    monkeypatch.setenv(f"BAQYLAU_{new.upper()}", str(GIVEN[new]))
    assert getattr(load(), new) == expected(new)


def test_the_new_names_give_no_warning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in GIVEN.items():
        monkeypatch.setenv(f"BAQYLAU_{name.upper()}", str(value))
    load()
    assert capsys.readouterr().err == ""


def test_an_unknown_setting_is_refused_by_its_name() -> None:
    with pytest.raises(ConfigurationError, match="thinking_time"):
        load(thinking_time=1)


@pytest.mark.parametrize("contact", ["bad", "desk@example", "http://desk", "desk (at) example.org"])
def test_a_contact_that_reaches_nobody_is_refused(contact: str) -> None:
    with pytest.raises(ConfigurationError, match=r"BAQYLAU_CONTACT.*for example"):
        load(contact=contact)


@pytest.mark.parametrize("contact", ["", "desk@example.org", "https://example.org/about"])
def test_a_mail_address_or_a_page_is_a_contact(contact: str) -> None:
    assert load(contact=contact).contact == contact
