"""How the crawler introduces itself and what the house allows it: the house's settings come in,
Scrapy's go out.
"""

from scrapy.settings import BaseSettings, Settings

from baqylau import settings as app
from baqylau.settings import Settings as HouseSettings

VERSION = "0.1"


def user_agent(contact: str) -> str:
    """An honest name, with the way to reach whoever runs this crawler."""
    return (
        f"Baqylau/{VERSION} (+{contact})"
        if contact
        else f"Baqylau/{VERSION} (no contact set; sample press only)"
    )


def rules(given: HouseSettings) -> dict[str, object]:
    """The house's settings in Scrapy's words; times in seconds, sizes in bytes."""
    return {
        "USER_AGENT": user_agent(given.contact),
        "HAS_CONTACT": bool(given.contact),
        "ALLOW_HOSTS": list(given.allow_hosts),
        "DOWNLOAD_TIMEOUT": given.fetch_timeout.total_seconds(),
        "DOWNLOAD_MAXSIZE": given.fetch_limit,
        "REMOVAL_HOLDS": given.removal_holds.total_seconds(),
        "OUTLETS": str(given.outlets),
    }


def scrapy_settings(given: HouseSettings) -> Settings:
    """Scrapy's settings for a crawl inside the house."""
    made = Settings()
    made.setmodule("crawler.settings", priority="project")
    made.setdict(rules(given), priority="cmdline")
    return made


def allowed_hosts(settings: BaseSettings) -> frozenset[str]:
    """The `host:port` pairs of this machine that may be fetched; Scrapy's own command builds the
    resolver before any add-on ran.
    """
    given = settings.get("ALLOW_HOSTS")
    return frozenset(app.load().allow_hosts if given is None else given)


class SettingsAddon:
    """A Scrapy add-on: where Scrapy itself was started (`scrapy crawl baq`), the house's settings
    are read then.
    """

    def update_settings(self, settings: BaseSettings) -> None:
        if settings.get("OUTLETS") is None:
            settings.setdict(rules(app.load()), priority="addon")
