"""What the API refuses: a problem comes in, an exception that says what is wrong goes out."""

from typing import Any


class ApiError(Exception):
    """The API refused a request. `problem` is its answer (RFC 9457)."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        words = str(problem.get("detail") or problem.get("title") or "no reason given")
        wrong = "; ".join(f"{x['name']}: {x['reason']}" for x in problem.get("errors") or ())
        super().__init__(f"{status}: {words}" + (f" ({wrong})" if wrong else ""))
        self.status = status
        self.problem = problem
