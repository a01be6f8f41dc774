"""The crawler's User-Agent and limits: the settings of this app come in, settings of Scrapy
go out.
"""

from scrapy.settings import BaseSettings, Settings

from baqylau import settings as app
from baqylau.settings import Settings as AppSettings

VERSION = "0.1"


def user_agent(contact: str) -> str:
    """The crawler's name, version, and the contact of whoever runs it."""
    return (
        f"Baqylau/{VERSION} (+{contact})"
        if contact
        else f"Baqylau/{VERSION} (no contact set; sample press only)"
    )


def as_feed_reader(agent: str) -> str:
    """The User-Agent for outlets that let only feed readers in: it still names the crawler and its
    contact.
    """
    return f"{agent} FeedReader"


def scrapy_overrides(app_settings: AppSettings) -> dict[str, object]:
    """The app's settings under Scrapy's names; times in seconds, sizes in bytes."""
    return {
        "USER_AGENT": user_agent(app_settings.contact),
        "HAS_CONTACT": bool(app_settings.contact),
        "ALLOW_HOSTS": list(app_settings.allow_hosts),
        "DOWNLOAD_TIMEOUT": app_settings.fetch_timeout.total_seconds(),
        "DOWNLOAD_MAXSIZE": app_settings.fetch_limit,
        "REMOVAL_HOLDS": app_settings.removal_holds.total_seconds(),
        "OUTLETS": str(app_settings.outlets),
    }


def scrapy_settings(app_settings: AppSettings) -> Settings:
    """Scrapy's settings for a crawl that this app starts."""
    made = Settings()
    made.setmodule("crawler.settings", priority="project")
    made.setdict(scrapy_overrides(app_settings), priority="cmdline")
    return made


def allowed_hosts(settings: BaseSettings) -> frozenset[str]:
    """The `host:port` pairs of this machine that may be fetched. They are loaded here where they
    are missing: Scrapy's own command makes the resolver before any add-on has run.
    """
    app_settings = settings.get("ALLOW_HOSTS")
    return frozenset(app.load().allow_hosts if app_settings is None else app_settings)


class SettingsAddon:
    """A Scrapy add-on that loads the app's settings where Scrapy's own command was started (`scrapy
    crawl baq`).
    """

    def update_settings(self, settings: BaseSettings) -> None:
        if settings.get("OUTLETS") is None:
            settings.setdict(scrapy_overrides(app.load()), priority="addon")
