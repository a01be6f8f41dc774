"""Notices about outlets that cannot be read, for the terminal: the state of the outlets comes in,
lines about what has changed go out.
"""

from collections.abc import Sequence

from baqylau.store.queries.operations import OutletVisit

_SHOWN = 5  # names in one line; without internet there would be a hundred


class OutageNotices:
    """Remembers which outlets were failing, so that an outlet is named once when it starts to fail
    and once when it can be read again.
    """

    def __init__(self) -> None:
        self._failing: dict[str, str] = {}
        self._all_failing = False

    def update(self, outlets: Sequence[OutletVisit]) -> list[str]:
        """The lines to print now; empty where nothing changed."""
        failing = {x.name: x.last_result or "no reason given" for x in outlets if x.failures}
        new = [f"{name} ({why})" for name, why in failing.items() if name not in self._failing]
        back = [x.name for x in outlets if not x.failures and x.name in self._failing]
        all_failing, all_failed_before = (
            bool(failing) and len(failing) == len(outlets),
            self._all_failing,
        )
        self._failing, self._all_failing = failing, all_failing
        lines = (
            [f"Cannot be read now: {_named(new)}. Tried again later; nothing is lost."]
            if new
            else []
        )
        if all_failing and not all_failed_before:
            lines.append("No outlet visited so far could be read: is this machine on the internet?")
        if back:
            lines.append(f"Can be read again: {_named(back)}.")
        return lines


def _named(names: Sequence[str]) -> str:
    more = (
        f" and {len(names) - _SHOWN} more (`baqylau status` names them)"
        if len(names) > _SHOWN
        else ""
    )
    return ", ".join(names[:_SHOWN]) + more
