"""Address -> broker; `announce(nudge)`."""
