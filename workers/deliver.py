"""`deliver`: settings come in; a delivery worker of its own runs until SIGTERM or Ctrl-C. It alone
needs a way to the internet, beside the crawler.
"""

import threading

from baqylau import loops
from baqylau.alerts import mail
from baqylau.app import open_app
from baqylau.health import serving_health, verdict_of
from baqylau.settings import Settings
from workers.delivery import DeliveryWorker
from workers.run import _on_signals


def deliver(settings: Settings, stop: threading.Event | None = None) -> None:
    """Delivers until `stop` is set. Without `stop` (in the main thread only) SIGTERM and SIGINT end
    it. Raises `ConfigurationError`.
    """
    ending = stop or _on_signals()
    mail.required(settings)
    with open_app(settings) as app:
        worker = DeliveryWorker(app)
        with (
            loops.guarded([worker.record], ending.set),
            serving_health(settings, lambda: verdict_of([worker.record], "delivering")),
        ):
            worker.start()
            ending.wait()
            worker.stop()


def deliver_due(settings: Settings) -> None:
    """Sends everything that is due now, then returns."""
    mail.required(settings)
    with open_app(settings) as app:
        DeliveryWorker(app).run_once()
