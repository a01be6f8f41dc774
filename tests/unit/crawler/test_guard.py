import ipaddress
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
def test_every_unusual_spelling_of_a_private_address_is_refused(url: str) -> None:
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
def test_private_networks_and_other_schemes_are_refused(url: str) -> None:
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


def test_of_this_machine_only_the_allowed_port_passes() -> None:
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
def test_embedded_ipv4_addresses_are_checked(address: str, public: bool) -> None:
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


class ResolvedAddress:
    def __init__(self, host: str) -> None:
        self.host = host


class Names:
    """A resolver that gives another answer at each call."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    def resolveHostName(self, receiver: Any, *_: Any) -> None:  # noqa: N802  (Twisted's name)
        receiver.resolutionBegan(None)
        for host in self.answers.pop(0):
            receiver.addressResolved(ResolvedAddress(host))
        receiver.resolutionComplete()


def _resolve(resolver: GuardedResolver, port: int = 80) -> list[str]:
    receiver = Resolved()
    resolver.resolveHostName(receiver, "rebinding.example", port)
    assert receiver.complete
    return receiver.hosts


def test_a_name_that_changes_to_a_private_address_is_refused_at_the_second_connection() -> None:
    resolver = GuardedResolver(None, (), Names(["93.184.216.34"], ["127.0.0.1"]))
    assert _resolve(resolver) == ["93.184.216.34"]
    assert _resolve(resolver) == []


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    assert _resolve(GuardedResolver(None, (), Names(["93.184.216.34", "10.0.0.5"]))) == []


def test_the_allow_list_admits_one_host_and_port() -> None:
    resolver = GuardedResolver(
        None, ("rebinding.example:8123",), Names(["127.0.0.1"], ["127.0.0.1"])
    )
    assert _resolve(resolver, 8123) == ["127.0.0.1"]
    assert _resolve(resolver, 80) == []


NETS = [
    *("fec0::1", "feff::1", "3fff::1", "3fff:fff::1", "5f00::1", "::ffff:0:127.0.0.1", "100::1"),
    *("168.63.129.16", "192.0.0.192", "192.0.0.8", "192.88.99.1", "100.100.100.200"),
    *("169.254.169.254", "fd00:ec2::254", "fd20:ce::254", "198.18.0.1", "203.0.113.7", "240.0.0.1"),
]
PRIVATE = ["127.0.0.1", "10.0.0.5", "192.168.1.1", "169.254.169.254", "100.64.0.1", "168.63.129.16"]


@pytest.mark.parametrize("address", NETS)
def test_networks_without_outlets_are_refused_as_written_and_as_resolved(address: str) -> None:
    assert not is_global(address)
    assert refusal(f"http://[{address}]/" if ":" in address else f"http://{address}/")
    assert _resolve(GuardedResolver(None, (), Names([address]))) == []


def _disguises(private: str) -> list[str]:
    four = ipaddress.IPv4Address(private)
    high, low = int(four) >> 16, int(four) & 0xFFFF
    masked = int(four) ^ 0xFFFFFFFF  # Teredo hides the client's address by turning its bits
    return [
        f"::ffff:{private}",
        f"::{private}",
        f"64:ff9b::{private}",
        f"64:ff9b:1::{private}",
        f"2002:{high:x}:{low:x}::1",
        f"2001:0:808:808::{masked >> 16:x}:{masked & 0xFFFF:x}",
        f"2001:0:{high:x}:{low:x}::f7f7:f7f7",
        f"2600:1::5efe:{private}",
        f"2600:1::200:5efe:{private}",
    ]


@pytest.mark.parametrize("private", PRIVATE)
def test_a_private_address_is_refused_in_every_embedding(private: str) -> None:
    for dressed in _disguises(private):
        assert not is_global(dressed), dressed
        assert refusal(f"http://[{dressed}]/"), dressed


def test_a_public_address_passes_in_every_embedding_but_the_local_one() -> None:
    passed = [x for x in _disguises("93.184.216.34") if is_global(x)]
    assert len(passed) == len(_disguises("93.184.216.34")) - 1
    assert all(is_global(x) for x in ("2a02:6b8::2:242", "2606:4700::1111", "1.1.1.1"))


def _spellings(address: str) -> list[str]:
    a, b, c, d = map(int, address.split("."))
    whole = int(ipaddress.IPv4Address(address))
    return [
        *(address, f"{address}.", str(whole), hex(whole), f"{whole:#o}".replace("0o", "0")),
        *(f"{a}.{b}.{c * 256 + d}", f"{a}.{whole & 0xFFFFFF}", f"0x{a:x}.0x{b:x}.0x{c:x}.0x{d:x}"),
        *(
            f"0{a:o}.0{b:o}.0{c:o}.0{d:o}",
            address.replace(".", "\u3002"),
            address.replace(".", "\uff0e"),
        ),
        address.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)}),
        f"[::ffff:{address}]",
    ]


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "168.63.129.16", "192.0.0.192", "127.0.0.1"]
)
def test_every_spelling_of_an_address_is_that_address(address: str) -> None:
    assert [x for x in _spellings(address) if not refusal(f"http://{x}/latest/")] == []


@pytest.mark.parametrize(
    "host",
    [
        *("metadata", "metadata.", "METADATA", "metadata.google.internal", "instance-data"),
        *("metadata.google.internal.", "Metadata.Google.Internal", "metadata.goog", "kubernetes"),
        *("instance-data.ec2.internal", "localhost.localdomain", "localhost6", "router", "nas.lan"),
        *(
            "printer.home.arpa",
            "db.local",
            "ｍetadata.google.internal",
            "metadata.google。internal",
        ),
    ],
)
def test_names_of_a_network_and_of_its_metadata_are_refused(host: str) -> None:
    assert refusal(f"http://{host}/computeMetadata/v1/")
    assert refusal(f"https://{host}:8443/")
    port = f"{host.lower().rstrip('.')}:80"
    assert refusal(f"http://{host}/", {port}) is None  # whoever runs the crawler may open it
