"""One GET request, bounded in time and size, asked again when that may help."""

from __future__ import annotations

import asyncio
import email.utils
import ssl
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeVar

import httpx
from tenacity import AsyncRetrying, RetryCallState, wait_exponential, wait_random

from pkgtui import __version__
from pkgtui.api.errors import (
    PASSING_STATUSES,
    ApiError,
    BadAnswer,
    NoConnection,
    NotFound,
    Refused,
    Unreachable,
)
from pkgtui.api.pace import Pace, Pause
from pkgtui.text import clean, one_line

Decoded = TypeVar("Decoded")

_LANES = 4
_BURST, _RATE = 25, 2.0
_TRIES = 4
_TRIES_AT_DEADLINE = 2
_MOST_RETRIES = 20
_EARNED_RETRY = 0.2  # by a sound answer: a site that mostly fails is soon left in peace
_MOST_REDIRECTS = 3
_LARGEST_BODY = 64 * 2**20
_LONGEST_CONNECT = 10.0
_SLOW = 10.0
_SOUND_AGAIN = 4
_IDLE = 1.5  # the site closes idle connections after 2 s; asking on one just then would fail
_GZIP = 16 + zlib.MAX_WBITS


class Transport:
    """Asks one site for one answer after another; every failure is an `ApiError`.

    Attributes:
        host: The site's name as errors tell it.
    """

    def __init__(
        self,
        host: str,
        *,
        timeout: float,
        pause: Pause,
        wire: httpx.AsyncBaseTransport | None,
    ) -> None:
        self.host = host
        self._timeout, self._pause, self._wire = timeout, pause, wire
        self._pace = Pace(burst=_BURST, rate=_RATE, lanes=_LANES, pause=pause)
        self._retries_left = float(_MOST_RETRIES)
        self._sound_answers = _SOUND_AGAIN
        self._backoff = wait_exponential(multiplier=0.5, max=20) + wait_random(0, 0.5)
        self._http: httpx.AsyncClient | None = None

    @property
    def struggling(self) -> bool:
        """Whether one of the last few answers was an error, slow or missing."""
        return self._sound_answers < _SOUND_AGAIN

    async def open(self) -> None:
        """Make ready; nothing is asked yet.

        Raises:
            ApiError: The environment names a proxy or certificates that cannot be used.
        """
        try:
            # Reading the machine's certificates takes tens of milliseconds.
            self._http = await asyncio.to_thread(self._new_http)
        except (ValueError, OSError, ImportError, httpx.InvalidURL) as error:
            raise ApiError(
                f"The proxy or certificates set for this machine cannot be used{_reason(error)}"
            ) from error

    async def close(self) -> None:
        """Close every connection."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def get(self, url: str, decode: Callable[[bytes], Decoded]) -> Decoded:
        """Ask for `url` and return its body as `decode`, run in a thread, reads it.

        Raises:
            ApiError: After the retries that had a chance.
        """
        answer: tuple[bool, bytes] = await AsyncRetrying(
            retry=self._is_worth_another,
            stop=self._has_tried_enough,
            wait=self._wait,
            before_sleep=self._count_retry,
            sleep=self._pause,
            reraise=True,
        )(self._ask, url)
        packed, body = answer
        return await asyncio.to_thread(self._unpack, packed, body, decode)

    def _new_http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "User-Agent": f"pkgtui/{__version__}",
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            limits=httpx.Limits(max_connections=_LANES, keepalive_expiry=_IDLE),
            # The deadline bounds a request as a whole, which these never do.
            timeout=httpx.Timeout(None, connect=min(_LONGEST_CONNECT, self._timeout)),
            transport=self._wire,
        )

    async def _ask(self, url: str) -> tuple[bool, bytes]:
        """Ask once; return whether the body is packed, and the body."""
        if self._http is None:
            raise RuntimeError("the client is not open")
        async with self._pace.turn():
            started = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(self._timeout):
                    answer = await self._follow(self._http, httpx.URL(url))
            except Exception as error:
                told = self._told(error)
                if told.may_pass or (isinstance(told, Refused) and told.status in PASSING_STATUSES):
                    self._sound_answers = 0
                if told is error:
                    raise
                raise told from error
            slow = asyncio.get_running_loop().time() - started > _SLOW
            self._sound_answers = 0 if slow else self._sound_answers + 1
            self._retries_left = min(_MOST_RETRIES, self._retries_left + _EARNED_RETRY)
            return answer

    async def _follow(self, http: httpx.AsyncClient, url: httpx.URL) -> tuple[bool, bytes]:
        origin = _origin(url)
        for _ in range(_MOST_REDIRECTS + 1):
            async with http.stream("GET", url) as response:
                if not response.has_redirect_location:
                    return await self._body(response)
                url = url.join(response.headers["Location"])
            if _origin(url) != origin:
                where = clean(f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}")
                raise BadAnswer(
                    f"{self.host} sends its visitors on to {where}, which was not asked"
                )
        raise BadAnswer(f"{self.host} sends its visitors round in circles")

    async def _body(self, response: httpx.Response) -> tuple[bool, bytes]:
        if response.status_code == HTTPStatus.NOT_FOUND:
            raise NotFound(f"{self.host} has nothing at {one_line(clean(response.url.path))}")
        if response.status_code != HTTPStatus.OK:
            raise self._refusal(response)
        packing = response.headers.get("Content-Encoding", "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip"):
            raise BadAnswer(f"{self.host} packed its answer in a way that was not asked for")
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > _LARGEST_BODY:
                raise self._too_large()
        return packing != "identity", bytes(body)

    def _refusal(self, response: httpx.Response) -> Refused:
        status = response.status_code
        retry_after = _read_retry_after(response.headers.get("Retry-After"))
        phrase = (
            HTTPStatus(status).phrase.lower() if status in list(HTTPStatus) else "no known status"
        )
        message = f"{self.host} answered {status} ({phrase})"
        if retry_after:
            message += f"; it asks to wait {_span(retry_after)}"
        return Refused(message, status, retry_after)

    def _unpack(self, packed: bool, body: bytes, decode: Callable[[bytes], Decoded]) -> Decoded:
        if packed:
            inflater = zlib.decompressobj(_GZIP)
            try:
                body = inflater.decompress(body, _LARGEST_BODY + 1)
            except zlib.error as error:
                raise BadAnswer(f"{self.host} sent an answer that cannot be unpacked") from error
            if len(body) > _LARGEST_BODY:
                raise self._too_large()
            if not inflater.eof:
                raise BadAnswer(f"{self.host} sent only a part of its answer")
        return decode(body)

    def _too_large(self) -> BadAnswer:
        return BadAnswer(f"{self.host} sent more than {_LARGEST_BODY // 2**20} MB in one answer")

    def _told(self, error: Exception) -> ApiError:
        """Say in a sentence what `error` means; an `ApiError` is its own sentence."""
        match error:
            case ApiError():
                return error
            case TimeoutError():
                return Unreachable(f"{self.host} did not answer within {self._timeout:g} s")
            case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.ProxyError():
                return NoConnection(f"There is no connection to {self.host}{_reason(error)}")
            case httpx.TransportError() | ssl.SSLError() | OSError():
                return Unreachable(f"The connection to {self.host} broke off{_reason(error)}")
            case httpx.HTTPError() | httpx.InvalidURL() | ValueError() | RecursionError():
                return BadAnswer(f"{self.host} sent an answer that cannot be read")
        raise error

    def _is_worth_another(self, state: RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        return isinstance(error, ApiError) and error.may_pass

    def _has_tried_enough(self, state: RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        late = error is not None and isinstance(error.__cause__, TimeoutError)
        tries = _TRIES_AT_DEADLINE if late else _TRIES
        return state.attempt_number >= tries or self._retries_left < 1

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, Refused) else None
        if asked:
            self._pace.hold(asked)
        return max(self._backoff(state), asked or 0.0)

    def _count_retry(self, _state: RetryCallState) -> None:
        self._retries_left -= 1


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    return url.scheme, url.host, port


def _read_retry_after(value: str | None) -> float | None:
    """Read seconds or an HTTP date as seconds from now; None when it is neither."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        then = email.utils.parsedate_to_datetime(value)
        return max(0.0, (then - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None


def _span(seconds: float) -> str:
    if seconds < 90:  # noqa: PLR2004 - up to here seconds read better than minutes
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.0f} h"


def _reason(error: Exception) -> str:
    said = one_line(clean(str(error)))
    return f" ({said})" if said else ""
