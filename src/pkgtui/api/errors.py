"""What can go wrong while asking the site; the text of each error is one sentence for people."""

from __future__ import annotations


class ApiError(Exception):
    """The site could not be asked, or what it answered is of no use."""


class Unreachable(ApiError):  # noqa: N818 - reads as what happened
    """No answer: no connection, no such host, a broken line, TLS, or the time was up."""


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


class NotFound(Refused):
    """The site has no such package, grid or category."""

    def __init__(self, message: str, status: int = 404) -> None:
        super().__init__(message, status)


class BadAnswer(ApiError):  # noqa: N818 - reads as what happened
    """Not JSON, of the wrong shape, too large, or a redirect to somewhere else."""
