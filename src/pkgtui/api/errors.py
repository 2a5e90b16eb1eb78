"""What can go wrong while asking the site; the text of each error is one sentence for people."""

from __future__ import annotations

PASSING_STATUSES = frozenset({429, 500, 502, 503, 504})
"""Answers that may be different a moment later."""

LONGEST_WAIT = 60.0
"""Seconds: a site that asks for a longer pause is not waited for."""


class ApiError(Exception):
    """The site could not be asked, or what it answered is of no use."""

    @property
    def may_pass(self) -> bool:
        """Whether asking once more, soon, has a chance."""
        return False


class Unreachable(ApiError):  # noqa: N818 - reads as what happened
    """No answer: no connection, no such host, a broken line, TLS, or the time was up."""

    @property
    def may_pass(self) -> bool:
        """Always: lines come back."""
        return True


class NoConnection(Unreachable):
    """Not even a connection came about, so asking for less would not help either."""


class Refused(ApiError):  # noqa: N818 - reads as what happened
    """The site answered with an error.

    Attributes:
        status: The HTTP status.
        retry_after: Seconds the site asks to wait, None when it does not say.
    """

    def __init__(self, message: str, status: int, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after

    @property
    def may_pass(self) -> bool:
        """Whether the status is a passing one and the pause asked for is bearable."""
        return self.status in PASSING_STATUSES and (self.retry_after or 0.0) <= LONGEST_WAIT


class NotFound(Refused):
    """The site has no such package, grid or category."""

    def __init__(self, message: str, status: int = 404) -> None:
        super().__init__(message, status)


class BadAnswer(ApiError):  # noqa: N818 - reads as what happened
    """Not JSON, of the wrong shape, too large, or a redirect to somewhere else."""
