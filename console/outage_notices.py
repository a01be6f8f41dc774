"""Which outlets cannot be read now, for whoever watches the terminal: the outlets as they are come
in, what changed goes out as lines.
"""

from collections.abc import Sequence

from baqylau.store.queries.operations import OutletVisit

_SHOWN = 5  # names at once; without internet it would be a hundred


class OutageNotices:
    """Remembers what was told, so that an outlet is named when it falls silent and when it is back,
    and not in between.
    """

    def __init__(self) -> None:
        self._silent: dict[str, str] = {}
        self._alone = False

    def news(self, outlets: Sequence[OutletVisit]) -> list[str]:
        """What to tell now; nothing where nothing changed."""
        silent = {x.name: x.last_result or "no word" for x in outlets if x.failures}
        fresh = [f"{name} ({why})" for name, why in silent.items() if name not in self._silent]
        back = [x.name for x in outlets if not x.failures and x.name in self._silent]
        alone, was_alone = bool(silent) and len(silent) == len(outlets), self._alone
        self._silent, self._alone = silent, alone
        told = (
            [f"Cannot be read now: {_named(fresh)}. Tried again later; nothing is lost."]
            if fresh
            else []
        )
        if alone and not was_alone:
            told.append("No outlet visited so far could be read: is this machine on the internet?")
        if back:
            told.append(f"Can be read again: {_named(back)}.")
        return told


def _named(names: Sequence[str]) -> str:
    more = (
        f" and {len(names) - _SHOWN} more (`baqylau status` names them)"
        if len(names) > _SHOWN
        else ""
    )
    return ", ".join(names[:_SHOWN]) + more
