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

    @property
    def advice(self) -> str:
        """What a person can do about it, a sentence."""
        return "See whether the address of the site is right, or try again later"


class Unreachable(ApiError):  # noqa: N818 - reads as what happened
    """No answer: no connection, no such host, a broken line, or the time was up."""

    @property
    def may_pass(self) -> bool:
        """Always: lines come back."""
        return True

    @property
    def advice(self) -> str:
        """What a person can do about it, a sentence."""
        return "Try again when the network and the site are up"


class TimeUp(Unreachable):
    """The time that a request or a walk may take was over; who waited so long waits no longer."""


class NoConnection(Unreachable):
    """Not even a connection came about, so asking for less would not help either."""


class Distrusted(ApiError):  # noqa: N818 - reads as what happened
    """The site could not show who it is: its certificate is not one to trust."""

    @property
    def advice(self) -> str:
        """What a person can do about it, a sentence."""
        return "Someone may stand in between; if not, SSL_CERT_FILE names authorities to trust"


class Unusable(ApiError):  # noqa: N818 - reads as what happened
    """The proxy or the certificates that this machine names cannot be used."""

    @property
    def advice(self) -> str:
        """What a person can do about it, a sentence."""
        return "Correct or unset that variable and try again"


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
        return self.is_trouble and (self.retry_after or 0.0) <= LONGEST_WAIT

    @property
    def is_trouble(self) -> bool:
        """Whether the site has trouble, rather than something against this one request."""
        return self.status in PASSING_STATUSES

    @property
    def advice(self) -> str:
        """What a person can do about it, a sentence."""
        return "Try again later" if self.is_trouble else super().advice


class NotFound(Refused):
    """The site has no such package, grid or category."""

    def __init__(self, message: str, status: int = 404) -> None:
        super().__init__(message, status)


class BadAnswer(ApiError):  # noqa: N818 - reads as what happened
    """Not JSON, of the wrong shape, or a redirect to somewhere else."""

    @property
    def advice(self) -> str:
        """What a person can do about it, a sentence."""
        return "Something may answer in its place, such as a sign-in page; try again later"


class TooLarge(BadAnswer):
    """More than any answer of the directory holds; asking for less may help."""
