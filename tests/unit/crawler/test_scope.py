"""Which outlets may be visited without a contact, and that errors say how to set one."""

import pytest

from baqylau.errors import ConfigurationError
from baqylau.model.outlet import Outlet
from baqylau.settings import HOW_TO_CONTACT, load
from crawler.scope import allowed_outlets, require_contact, without_contact

LOCAL, PUBLIC = (
    Outlet(x, x, home, "sample", ("ru",), "UTC", ())
    for x, home in (("near", "http://127.0.0.1:8001/"), ("public", "https://example.kz/"))
)
ALL = {x.id: x for x in (LOCAL, PUBLIC)}
WITHOUT_CONTACT = load(contact="", allow_hosts=("127.0.0.1:8001",))
WITH_CONTACT = load(contact="newsroom@example.org", allow_hosts=("127.0.0.1:8001",))


def test_without_a_contact_only_outlets_of_this_machine_are_visited() -> None:
    assert without_contact(ALL.values(), WITHOUT_CONTACT) == [PUBLIC]
    assert allowed_outlets(ALL, WITHOUT_CONTACT) == {"near": LOCAL}
    with pytest.raises(ConfigurationError, match="public is a public outlet") as raised:
        require_contact([LOCAL, PUBLIC], WITHOUT_CONTACT)
    assert HOW_TO_CONTACT in str(raised.value)
    require_contact([LOCAL], WITHOUT_CONTACT)


def test_with_a_contact_all_outlets_are_visited() -> None:
    assert without_contact(ALL.values(), WITH_CONTACT) == []
    assert allowed_outlets(ALL, WITH_CONTACT) == ALL
    require_contact(ALL.values(), WITH_CONTACT)


def test_it_is_an_error_when_no_outlet_may_be_visited() -> None:
    with pytest.raises(ConfigurationError, match="1 public outlets are not visited") as raised:
        allowed_outlets({"public": PUBLIC}, WITHOUT_CONTACT)
    assert HOW_TO_CONTACT in str(raised.value)
    assert allowed_outlets({}, WITHOUT_CONTACT) == {}
