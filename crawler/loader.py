"""Every outlet's TOML is a spider: `scrapy list` and `scrapy crawl baq` work from the folder
alone.
"""

from pathlib import Path

from scrapy import Request
from scrapy.settings import BaseSettings

from baqylau import registry
from baqylau import settings as house
from baqylau.model.outlet import Outlet
from crawler.spiders.outlet import OutletSpider
from crawler.territory import belongs


def spider_for(outlet: Outlet) -> type[OutletSpider]:
    """The one generic spider, given an outlet's name, pace and certificates."""
    custom = {
        "DOWNLOAD_DELAY": outlet.visit.delay.total_seconds(),
        "AUTOTHROTTLE_ENABLED": bool(
            outlet.visit.delay
        ),  # a delay of zero is for presses on this machine
        "AUTOTHROTTLE_START_DELAY": outlet.visit.delay.total_seconds(),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(outlet.visit.concurrency),
        "CONCURRENT_REQUESTS_PER_DOMAIN": outlet.visit.concurrency,
        "DOWNLOAD_VERIFY_CERTIFICATES": outlet.tls == "verified",
    }
    return type(
        f"{outlet.id.title()}Spider",
        (OutletSpider,),
        {"name": outlet.id, "outlet": outlet, "custom_settings": custom},
    )


class OutletLoader:
    """Scrapy's spider loader over the registry. Raises `RegistryError` for a file that is wrong."""

    def __init__(self, outlets: dict[str, Outlet]) -> None:
        self.outlets = outlets

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> "OutletLoader":
        return cls(registry.load(Path(settings.get("OUTLETS") or house.load().outlets)))

    def load(self, spider_name: str) -> type[OutletSpider]:
        try:
            return spider_for(self.outlets[spider_name])
        except KeyError:
            raise KeyError(
                f"Spider not found: {spider_name} (no outlets/**/{spider_name}.toml)"
            ) from None

    def find_by_request(self, request: Request) -> list[str]:
        return [x.id for x in self.outlets.values() if x.enabled and belongs(request.url, x)]

    def list(self) -> list[str]:  # last in the class: its name hides the type
        return [x.id for x in self.outlets.values() if x.enabled]
