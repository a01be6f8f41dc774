"""Every setting, typed and documented: environment variables `BAQYLAU_*`, file secrets under
/run/secrets and `baqylau.toml` in the working folder come in, one frozen `Settings` goes out.

Where several of them name a setting, the first in this order is used. No other module reads the
environment. The three addresses (database, queue, archive) have local defaults.
"""

import os
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from baqylau import masking
from baqylau.errors import ConfigurationError
from baqylau.model.access import Role

_SECRETS = Path("/run/secrets")
"""The folder where container engines put file secrets; a file `baqylau_database` there is the
setting
`database`.
"""

HOW_TO_CONTACT = (
    "set BAQYLAU_CONTACT to a mail or page where outlets can reach whoever runs this crawler, for"
    " example BAQYLAU_CONTACT=desk@example.org"
)
"""The remedy in every message about a missing `contact`."""

_CONTACT = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>()]+|https?://\S+\.\S+")
"""A mail address or a page; both stand in brackets in the user agent."""

_RATE = re.compile(r"[1-9][0-9]{0,8}/(second|minute|hour|day)")

PROJECT_OUTLETS = Path(__file__).resolve().parents[1] / "outlets"
"""The outlets that come with the project, in the repository and in a wheel alike."""


RENAMED = {"thinking_memory": "sandbox_memory", "upkeep_every": "maintenance_every"}
"""Old name -> name of settings that were renamed; the old one is read for one release."""


class Settings(BaseSettings):
    """The effective settings; `baqylau settings` prints them with these descriptions."""

    model_config = SettingsConfigDict(
        env_prefix="BAQYLAU_", toml_file="baqylau.toml", frozen=True, extra="forbid"
    )

    data: Path = Field(
        Path("data"),
        description="Folder of local data: database, archive, replies of the language model.",
    )
    keep_modes: bool = Field(
        False,
        description=(
            "Whether an existing data folder keeps its permissions; else the rights of other users"
            " are removed (0700, files 0600) when it is opened."
        ),
    )
    database: str = Field(
        "",
        description=(
            "SQLAlchemy address; empty: SQLite in the data folder."
            " postgresql://user:password@host/name on several machines."
        ),
    )
    queue: str = Field(
        "memory:", description="memory: (in this process) or redis://:password@host:6379/0."
    )
    archive: str = Field(
        "",
        description=(
            "Raw pages; empty: a folder in the data folder. file:/path or s3://bucket/prefix."
        ),
    )
    outlets: Path = Field(
        PROJECT_OUTLETS,
        description=(
            "Folder of outlet TOML files; by default those of the project, with those of the folder"
            " outlets in the working folder, which replace files of the same name."
        ),
    )
    archive_endpoint: str = Field(
        "",
        description=(
            "Address of an S3-compatible service for an s3:// archive; empty: the provider's own."
        ),
    )
    archive_region: str = Field("", description="Region of an s3:// archive.")
    archive_key: str = Field(
        "", description="Access key id for an s3:// archive; empty: from roles or ~/.aws."
    )
    archive_secret: SecretStr = Field(
        SecretStr(""),
        description="Secret access key for an s3:// archive; better as a file secret.",
    )
    contact: str = Field(
        "",
        description=(
            "Mail or page of whoever runs this crawler; part of the User-Agent. Public hosts are"
            " refused without it."
        ),
    )
    allow_hosts: tuple[str, ...] = Field(
        (),
        description=(
            "host:port pairs on this machine that may be fetched although their address is private"
            " (the sample press)."
        ),
    )
    dashboard_host: str = Field("127.0.0.1", description="Address the dashboard listens on.")
    dashboard_names: tuple[str, ...] = Field(
        ("localhost", "127.0.0.1"),
        description=(
            "Host names that requests to the dashboard may give, beside the address it listens on;"
            " * for any."
        ),
    )
    dashboard_port: int = Field(8000, description="Port the dashboard listens on.", ge=0, le=65535)
    # The API (docs/api.md)
    api_rate: str = Field(
        "600/minute",
        description="How many requests of the API one token may make: 600/minute, 10/second.",
    )
    api_rate_open: str = Field(
        "60/minute",
        description="The same for each address that sends no token, or a wrong one.",
    )
    # Accounts (docs/accounts.md)
    accounts: bool = Field(
        False,
        description=(
            "Whether the dashboard asks for a login while there is no account yet; as soon as there"
            " is one, it always does."
        ),
    )
    open_facts: bool = Field(
        False,
        description=(
            "With accounts: whether somebody who did not sign in may read facts, titles, leads and"
            " links by API and feeds; never texts."
        ),
    )
    dashboard_address: str = Field(
        "",
        description=(
            "Address at which people open the dashboard, for the links that commands print and"
            " messages hold; empty: http://, the address it listens on and its port."
        ),
    )
    trusted_proxies: tuple[str, ...] = Field(
        (),
        description=(
            "Addresses or networks of proxies in front of the dashboard, whose X-Forwarded-For,"
            " X-Forwarded-Proto and proxy_header are believed."
        ),
    )
    proxy_header: str = Field(
        "",
        description=(
            "Header in which a trusted proxy names who signed in there, for example X-Remote-User;"
            " empty: none."
        ),
    )
    proxy_role: Role | None = Field(
        None,
        description=(
            "Role of the account that is made for somebody who comes through the proxy and has"
            " none; empty: they are refused."
        ),
    )
    session_idle: timedelta = Field(
        timedelta(days=7), description="Time without use after which one has to sign in again."
    )
    session_longest: timedelta = Field(
        timedelta(days=30), description="Time after which one has to sign in again in any case."
    )
    keep_audit: timedelta = Field(
        timedelta(days=730), description="Age at which lines of the audit log are deleted."
    )
    fetch_timeout: timedelta = Field(timedelta(seconds=30), description="Total time for one fetch.")
    fetch_limit: int = Field(
        10 * 2**20, description="Largest body that is stored, in bytes after content-decoding."
    )
    removal_holds: timedelta = Field(
        timedelta(days=2),
        description="How long a 404 or 410 must hold before an article counts as removed.",
    )
    clean_timeout: timedelta = Field(
        timedelta(seconds=20),
        description="Time one page may take to clean before its sandbox process is killed.",
    )
    facts_timeout: timedelta = Field(
        timedelta(seconds=40),
        description="Time the facts of one article may take before the sandbox process is killed.",
    )
    sandbox_memory: int = Field(
        1536 * 2**20, description="Address space of a sandbox process, in bytes."
    )
    lease: timedelta = Field(
        timedelta(seconds=60),
        description=(
            "How long a job may be worked on before another worker may claim it; longer than both"
            " timeouts."
        ),
    )
    attempts: int = Field(
        3, description="Attempts, counted before the work, after which a job is set aside.", ge=1
    )
    relay_every: timedelta = Field(
        timedelta(seconds=1), description="How often the relay looks for pending jobs."
    )
    worker_threads: int = Field(2, description="Worker threads in one worker process.", ge=1)
    metrics_port: int | None = Field(
        None,
        description="Port of /health and /metrics; empty: none, 0: a free one.",
        ge=0,
        le=65535,
    )
    metrics_host: str = Field("127.0.0.1", description="Address /health and /metrics listen on.")
    keep_bodies: timedelta | None = Field(
        None,
        description=("Age at which raw pages are deleted; empty: never. Articles and facts stay."),
    )
    keep_jobs: timedelta = Field(
        timedelta(days=30),
        description="Age at which finished jobs are deleted; those set aside stay.",
    )
    keep_visits: timedelta = Field(
        timedelta(days=365), description="Age at which records of visits are deleted."
    )
    keep_llm_replies: timedelta = Field(
        timedelta(days=180),
        description=(
            "Age at which stored replies of the language model are deleted; if the article is read"
            " again later, the request is sent, and paid for, again."
        ),
    )
    maintenance_every: timedelta = Field(
        timedelta(minutes=1),
        description="How often one of the workers checks outlets and sends alerts.",
    )
    alert_command: str = Field(
        "",
        description=(
            "Program and arguments to run for every issue that opens or closes; it gets the issue"
            " as JSON on standard input."
        ),
    )
    alert_webhook: str = Field(
        "",
        description=(
            "http(s) address that every issue is posted to as JSON when it opens or closes."
        ),
    )
    alert_hosts: tuple[str, ...] = Field(
        (),
        description=(
            "host:port pairs of your own network that webhooks of watches may be posted to although"
            " their address is private."
        ),
    )
    alert_key: SecretStr = Field(
        SecretStr(""),
        description=(
            "Key that webhooks are signed with (HMAC-SHA-256); better as a file secret. Without it"
            " watches have no webhooks."
        ),
    )
    alert_apprise: SecretStr = Field(
        SecretStr(""),
        description=(
            "Apprise's services that watches may name, as name=address with spaces between them;"
            " needs the extra apprise; better as a file secret."
        ),
    )
    mail_server: str = Field(
        "",
        description=(
            "host:port of the SMTP server that mail is sent through, for example"
            " mail.example.org:587; empty: no mail."
        ),
    )
    mail_user: str = Field("", description="User name at mail_server; empty: no login.")
    mail_password: SecretStr = Field(
        SecretStr(""), description="Password at mail_server; better as a file secret."
    )
    mail_from: str = Field("", description="Sender of our mail, for example desk@example.org.")
    mail_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description=(
            "How the connection to mail_server is encrypted; none only for a server on this"
            " machine."
        ),
    )
    mail_ca: Path | None = Field(
        None,
        description="Certificates that mail_server's own is checked with; empty: the system's.",
    )
    mail_folder: Path | None = Field(
        None,
        description=(
            "Folder that mail is written to as files instead of being sent; the dashboard shows it"
            " as an inbox. For the demo and for trials. Empty: the folder inbox in the data folder"
            " where it is there, as in the demo's, and no mail_server is set."
        ),
    )
    telegram_token: SecretStr = Field(
        SecretStr(""), description="Token of your Telegram bot; better as a file secret."
    )
    telegram_api: str = Field(
        "https://api.telegram.org", description="Address of Telegram's Bot API, or of your own."
    )
    deliver: bool = Field(
        True,
        description=(
            "Whether this process' workers also send messages; false where a delivery service of"
            " its own does (`baqylau deliver`)."
        ),
    )
    delivery_attempts: int = Field(
        12,
        description=(
            "Attempts after which a delivery is given up and shown; the pauses between them double,"
            " up to an hour."
        ),
        ge=1,
    )
    delivery_lease: timedelta = Field(
        timedelta(seconds=90),
        description="How long one delivery may take before another worker may make it.",
    )
    delivery_every: timedelta = Field(
        timedelta(seconds=1),
        description="How often a delivery worker looks for rows that other processes made.",
    )
    keep_deliveries: timedelta = Field(
        timedelta(days=90), description="Age at which rows of the delivery log are deleted."
    )
    llm_endpoint: str = Field(
        "",
        description=(
            "Address of an OpenAI-compatible service (…/v1) that reads facts beside the rules;"
            " empty: off."
        ),
    )
    llm_model: str = Field("", description="Model that llm_endpoint serves.")
    llm_key: SecretStr = Field(
        SecretStr(""), description="Key for llm_endpoint; better as a file secret."
    )
    llm_price_in: float = Field(
        1.0, description="Price of a million tokens sent to the model, in your money.", ge=0
    )
    llm_price_out: float = Field(
        4.0, description="Price of a million tokens in the model's answers, in your money.", ge=0
    )
    llm_cap: float = Field(
        5.0,
        description=(
            "Most money a calendar month (UTC) may cost; then articles are read by the rules alone."
        ),
        ge=0,
    )
    llm_timeout: timedelta = Field(
        timedelta(seconds=15),
        description="Time the model may take for one article; with facts_timeout below lease.",
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR.")

    @field_validator("api_rate", "api_rate_open")
    @classmethod
    def _is_rate(cls, rate: str) -> str:
        if not _RATE.fullmatch(rate):
            raise ValueError("write a number and a time, for example 600/minute or 10/second")
        return rate

    @field_validator("contact")
    @classmethod
    def _reachable(cls, contact: str) -> str:
        if contact and not _CONTACT.fullmatch(contact):
            raise ValueError(f"neither a mail address nor the address of a page; {HOW_TO_CONTACT}")
        return contact

    @field_validator("dashboard_address")
    @classmethod
    def _openable(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and not (parts.scheme in ("http", "https") and parts.hostname):
            raise ValueError("give the whole address, for example https://press.office.example")
        return address.rstrip("/")

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for x in given:
            try:
                ip_network(x)
            except ValueError:
                raise ValueError(
                    f"{x!r} is neither an address nor a network: 10.0.0.5 or 10.0.0.0/24"
                ) from None
        return given

    @field_validator("proxy_header")
    @classmethod
    def _of_somebody(cls, header: str, info: ValidationInfo) -> str:
        if header and not info.data.get("trusted_proxies"):
            raise ValueError(
                "set BAQYLAU_TRUSTED_PROXIES too; without it everybody could send the header"
            )
        return header

    @field_validator("proxy_role", mode="before")
    @classmethod
    def _role(cls, role: Any) -> Any:
        return role or None

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """The values that a traceback or a log line may show."""
        for name, value in super().__repr_args__():
            carries = name in masking.CARRIERS
            yield name, masking.mask_setting(str(name), str(value)) if carries else value

    def credentials(self) -> dict[str, str]:
        """The settings that may carry a credential, by name, for `masking.remember`."""
        given = ((x, getattr(self, x)) for x in masking.CARRIERS)
        return {
            name: value.get_secret_value() if isinstance(value, SecretStr) else value
            for name, value in given
        }

    @property
    def database_address(self) -> str:
        return self.database or f"sqlite:///{self.data.resolve() / 'baqylau.db'}"

    @property
    def inbox(self) -> Path | None:
        """The folder that mail is written to; None where mail is sent, or nowhere. It goes with the
        data folder, so that every process on the demo's data knows the demo's inbox.
        """
        if self.mail_folder is not None:
            return self.mail_folder
        beside = self.data / "inbox"
        return beside if not self.mail_server and beside.is_dir() else None

    @property
    def archive_address(self) -> str:
        return self.archive or f"file:{self.data.resolve() / 'archive'}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        files = (SecretsSettingsSource(settings_cls, _SECRETS),) if _SECRETS.is_dir() else ()
        old_names = _OldNames(settings_cls)
        return init_settings, env_settings, old_names, *files, _TomlFile(settings_cls)


class _OldNames(PydanticBaseSettingsSource):
    """Environment variables with the names of the previous release; each causes a warning on
    standard error.
    """

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {}
        for old, new in RENAMED.items():
            value = os.environ.get(f"BAQYLAU_{old.upper()}")
            if value is not None:
                _warn_of_old(f"BAQYLAU_{old.upper()}", f"BAQYLAU_{new.upper()}")
                found[new] = value
        return found


class _TomlFile(TomlConfigSettingsSource):
    """`baqylau.toml`, where old names of settings are read as the new ones."""

    def __call__(self) -> dict[str, Any]:
        found = super().__call__()
        for old, new in RENAMED.items():
            if old in found:
                _warn_of_old(f"{old} in baqylau.toml", new)
                found.setdefault(new, found.pop(old))
        return found


@cache
def _warn_of_old(old: str, new: str) -> None:
    sys.stderr.write(f"{old} is now called {new}; the old name is read for one more release\n")


def load(**overrides: Any) -> Settings:
    """The effective settings; raises `ConfigurationError` that names the setting and the remedy.
    From then on their credentials are masked in everything this process writes.
    """
    try:
        given = Settings(**overrides)
    except ValidationError as wrong:
        raise ConfigurationError(_invalid(wrong)) from None
    except tomllib.TOMLDecodeError as wrong:
        raise ConfigurationError(
            f"baqylau.toml cannot be read as TOML ({wrong}); write a line as `name = value`"
        ) from None
    except PermissionError as wrong:
        raise ConfigurationError(
            f"{wrong.filename} cannot be read ({wrong.strerror}): a file secret belongs to the user"
            " that the process runs as (docs/deploy.md, Secrets)"
        ) from None
    masking.remember(given.credentials())
    return given


def _invalid(wrong: ValidationError) -> str:
    """The first error. The value of an unknown setting is not shown: it may be a password under a
    misspelt name.
    """
    first = wrong.errors()[0]
    name = ".".join(str(x) for x in first["loc"])
    why = first["msg"].removeprefix("Value error, ")
    words = f"setting {name} (BAQYLAU_{name.upper()} or baqylau.toml): {why}"
    top = str(first["loc"][0]) if first["loc"] else ""
    if top not in Settings.model_fields or top in masking.CARRIERS:
        return words
    return f"{words}; got {first['input']!r}"


def origin(name: str) -> str:
    """Where the effective value of a setting comes from: environment, secrets, baqylau.toml or
    default.
    """
    sources: tuple[tuple[str, PydanticBaseSettingsSource], ...] = (
        ("environment", EnvSettingsSource(Settings)),
        ("environment", _OldNames(Settings)),
    )
    if _SECRETS.is_dir():
        sources += (("secrets", SecretsSettingsSource(Settings, _SECRETS)),)
    sources += (("baqylau.toml", _TomlFile(Settings)),)
    return next((word for word, source in sources if name in source()), "default")
