"""Scrapy's spider loader: the folder of outlets comes in, a spider for each of them goes out, so
that `scrapy list` and `scrapy crawl baq` work without any further code (`baq` is the id of an
outlet).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

from baqylau import registry
from baqylau import settings as app
from baqylau.model.outlet import Outlet
from crawler.hosts import in_scope
from crawler.spiders.outlet import OutletSpider


@dataclass(frozen=True, slots=True)
class SpiderFactory:
    """Given to Scrapy's command in place of a spider class: makes the spider of one outlet."""

    outlet: Outlet

    @property
    def name(self) -> str:
        return self.outlet.id

    def update_settings(self, settings: BaseSettings) -> None:
        OutletSpider.update_settings(settings)

    def from_crawler(self, crawler: Crawler, *args: Any, **kwargs: Any) -> OutletSpider:
        return OutletSpider.from_crawler(crawler, self.outlet, *args, **kwargs)


class OutletLoader:
    """Scrapy's spider loader over the registry. Raises `RegistryError` for a file that is wrong."""

    def __init__(self, outlets: dict[str, Outlet]) -> None:
        self.outlets = outlets

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> "OutletLoader":
        return cls(registry.load(Path(settings.get("OUTLETS") or app.load().outlets)))

    def load(self, spider_name: str) -> type[OutletSpider]:
        try:
            outlet = self.outlets[spider_name]
        except KeyError:
            raise KeyError(
                f"Spider not found: {spider_name} (no outlets/**/{spider_name}.toml)"
            ) from None
        # Scrapy uses only those attributes of the class that `SpiderFactory` has
        return cast("type[OutletSpider]", SpiderFactory(outlet))

    def find_by_request(self, request: Request) -> list[str]:
        return [x.id for x in self.outlets.values() if x.enabled and in_scope(request.url, x)]

    def list(self) -> list[str]:  # last in the class, because its name hides the built-in type
        return [x.id for x in self.outlets.values() if x.enabled]
