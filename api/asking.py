"""What every resource is given: the app, who asks, and the question in the library's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from api.door import Door
from api.parameters import Narrowed
from api.writing import Reader, Writer
from baqylau.app import App
from baqylau.errors import SetAside
from baqylau.store import outlets
from baqylau.store.queries.by_id import Asked


@dataclass(frozen=True, slots=True)
class Api:
    """An open app behind its door."""

    app: App
    door: Door

    @property
    def reader(self) -> Reader:
        """The door for what an office writes."""
        return Reader(self.door)

    @property
    def writer(self) -> Writer:
        """The door for operations that change something."""
        return Writer(self.door)

    @property
    def engine(self) -> Any:
        return self.app.engine

    @property
    def countries(self) -> Mapping[str, str]:
        return {x.id: x.country for x in self.app.outlets.values()}

    def asked(self, given: Narrowed, kind: str | None) -> Asked:
        """The question. Raises `SetAside` for an outlet that is not known: its list would stay
        empty for ever without a word.
        """
        self.known(given.outlet)
        query = given.q.strip() if given.q else None
        return Asked(given.as_filter(kind), query or None, self.countries)

    def known(self, outlet: str | None) -> None:
        """Raises `SetAside` for an outlet that is neither in the registry nor stored."""
        if outlet is None or outlet in self.app.outlets:
            return
        stored = outlets.ids(self.engine)
        if outlet not in stored:
            alike = get_close_matches(outlet, [*stored, *self.app.outlets], n=3)
            hint = (
                f"; did you mean {', '.join(alike)}?" if alike else "; /api/v1/outlets lists them"
            )
            raise SetAside(f"outlet: {outlet[:40]!r} is not known{hint}")
