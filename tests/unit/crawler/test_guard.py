from typing import Any

import pytest

from crawler.guard import GuardedResolver, is_global, refusal

FORMS = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::1]/",
    "http://localhost/",
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("url", FORMS)
def test_every_odd_form_is_refused(url: str) -> None:
    assert refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.5.5/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://0/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[::127.0.0.1]/",
        "http://x.internal/",
        "http://LOCALHOST./",
        "http://user:pw@example.kz/",
        "http://example.kz:6379/",
        "gopher://example.kz/",
        "ftp://example.kz/",
        "data:text/html,x",
        "http:///x",
        "http://a.kz:x/",
    ],
)
def test_private_nets_and_foreign_schemes_are_refused(url: str) -> None:
    assert refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.kz/",
        "http://example.kz:8080/a",
        "https://8.8.8.8/",
        "http://xn--80a.xn--80ao21a/",
        "https://1c.kz/",
    ],
)
def test_public_addresses_pass(url: str) -> None:
    assert refusal(url) is None


def test_only_the_listed_port_of_this_machine_is_open() -> None:
    assert refusal("http://127.0.0.1:8123/", {"127.0.0.1:8123"}) is None
    assert refusal("http://127.0.0.1:8124/", {"127.0.0.1:8123"})
    assert refusal("http://127.1:8123/", {"127.0.0.1:8123"})


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("::ffff:10.0.0.1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
    ],
)
def test_disguises_are_taken_off(address: str, public: bool) -> None:
    assert is_global(address) is public


class Resolved:
    def __init__(self) -> None:
        self.hosts: list[str] = []
        self.complete = False

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802  (Twisted's name)
        pass

    def addressResolved(self, address: Any) -> None:  # noqa: N802  (Twisted's name)
        self.hosts.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802  (Twisted's name)
        self.complete = True


class Address:
    def __init__(self, host: str) -> None:
        self.host = host


class Names:
    """A name server that answers differently each time it is asked."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver: Any, *_: Any) -> None:  # noqa: N802  (Twisted's name)
        receiver.resolutionBegan(None)
        for host in self.answers.pop(0):
            receiver.addressResolved(Address(host))
        receiver.resolutionComplete()


def _resolve(resolver: GuardedResolver, port: int = 80) -> list[str]:
    receiver = Resolved()
    resolver.resolveHostName(receiver, "rebinding.example", port)
    assert receiver.complete
    return receiver.hosts


def test_a_name_that_rebinds_is_refused_at_the_second_connection() -> None:
    resolver = GuardedResolver(None, (), Names(["93.184.216.34"], ["127.0.0.1"]))
    assert _resolve(resolver) == ["93.184.216.34"]
    assert _resolve(resolver) == []


def test_one_private_address_among_public_ones_refuses_the_name() -> None:
    assert _resolve(GuardedResolver(None, (), Names(["93.184.216.34", "10.0.0.5"]))) == []


def test_the_allow_list_opens_one_door() -> None:
    resolver = GuardedResolver(
        None, ("rebinding.example:8123",), Names(["127.0.0.1"], ["127.0.0.1"])
    )
    assert _resolve(resolver, 8123) == ["127.0.0.1"]
    assert _resolve(resolver, 80) == []
