"""Who may be asked without a contact, and what everybody is told who misses it."""

import pytest

from baqylau.errors import ConfigurationError
from baqylau.model.outlet import Outlet
from baqylau.settings import HOW_TO_CONTACT, load
from crawler.scope import allowed_outlets, require_contact, without_contact

NEAR, PUBLIC = (
    Outlet(x, x, home, "sample", ("ru",), "UTC", ())
    for x, home in (("near", "http://127.0.0.1:8001/"), ("public", "https://example.kz/"))
)
ALL = {x.id: x for x in (NEAR, PUBLIC)}
SHY = load(contact="", allow_hosts=("127.0.0.1:8001",))
KNOWN = load(contact="desk@example.org", allow_hosts=("127.0.0.1:8001",))


def test_without_a_contact_only_this_machine_is_asked() -> None:
    assert without_contact(ALL.values(), SHY) == [PUBLIC]
    assert allowed_outlets(ALL, SHY) == {"near": NEAR}
    with pytest.raises(ConfigurationError, match="public is a public outlet") as told:
        require_contact([NEAR, PUBLIC], SHY)
    assert HOW_TO_CONTACT in str(told.value)
    require_contact([NEAR], SHY)


def test_with_a_contact_everybody_is() -> None:
    assert without_contact(ALL.values(), KNOWN) == []
    assert allowed_outlets(ALL, KNOWN) == ALL
    require_contact(ALL.values(), KNOWN)


def test_where_nobody_is_left_to_ask_it_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match="1 public outlets are not visited") as told:
        allowed_outlets({"public": PUBLIC}, SHY)
    assert HOW_TO_CONTACT in str(told.value)
    assert allowed_outlets({}, SHY) == {}
