"""One GET request, bounded in time and size, asked again when that may help."""

from __future__ import annotations

import asyncio
import time
import zlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

import httpx
from tenacity import AsyncRetrying, RetryCallState, wait_exponential, wait_random

from pkgtui import __version__
from pkgtui.api import reasons
from pkgtui.api.errors import LONGEST_WAIT, ApiError, BadAnswer, Refused, TimeUp, TooLarge
from pkgtui.api.pace import Pace, Pause

Decoded = TypeVar("Decoded")

Arrived = Callable[[int, int | None], None]

_LANES = 4
_BURST, _RATE = 25, 2.0
_TRIES = 4
_MOST_RETRIES = 20
_EARNED_RETRY = 0.2  # by a sound answer: a site that mostly fails is soon left in peace
_MOST_REDIRECTS = 3
_LARGEST_BODY = 8 * 2**20  # a page of 500 packages takes half a megabyte
_LONGEST_FIGURE = 18
_LONGEST_CONNECT = 10.0
_SLOW = 10.0
_SOUND_AGAIN = 4
_IDLE = 1.5  # the site closes idle connections after 2 s; asking on one just then would fail
_GZIP = 16 + zlib.MAX_WBITS


class _Answer(NamedTuple):
    """A whole answer as it came; its headers by names in any case."""

    packed: bool
    body: bytes
    headers: Mapping[str, str]


class Transport:
    """Asks one site for one answer after another; every failure is an `ApiError`.

    Attributes:
        host: The site's name as errors tell it.
        has_answered: Whether a whole answer has come since the walk began.
    """

    def __init__(
        self,
        site: httpx.URL,
        *,
        timeout: float,
        pause: Pause,
        wire: httpx.AsyncBaseTransport | None,
    ) -> None:
        self.host = f"{site.host}:{site.port}" if site.port else site.host
        self.has_answered = False
        self._site = site
        self._timeout, self._pause, self._wire = timeout, pause, wire
        self._pace = Pace(burst=_BURST, rate=_RATE, lanes=_LANES, pause=pause)
        self._retries_left = float(_MOST_RETRIES)
        self._sound_answers = _SOUND_AGAIN
        self._backoff = wait_exponential(multiplier=0.5, max=20)
        self._jitter = wait_random(0, 0.5)
        self._quiet_until, self._quiet_status = float("-inf"), 0
        self._decoding = asyncio.Lock()
        self._http: httpx.AsyncClient | None = None

    @property
    def struggling(self) -> bool:
        """Whether one of the last few answers was an error, slow or missing."""
        return self._sound_answers < _SOUND_AGAIN

    async def open(self) -> None:
        """Make ready; nothing is asked yet.

        Raises:
            Unusable: The environment names a proxy or certificates that cannot be used.
        """
        try:
            # Reading the machine's certificates takes tens of milliseconds.
            self._http = await asyncio.to_thread(self._new_http)
        except (ValueError, OSError, ImportError, httpx.InvalidURL) as error:
            raise reasons.unusable(error) from error

    async def close(self) -> None:
        """Close every connection."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    def begin_walk(self) -> None:
        """Have all retries in stock again, and know nothing of whether the site answers."""
        self._retries_left = float(_MOST_RETRIES)
        self.has_answered = False

    def spend_retries(self) -> None:
        """Ask nothing again from now on until a walk begins."""
        self._retries_left = 0.0

    def break_quiet(self) -> None:
        """Ask even where the site wished to be left alone for long."""
        self._quiet_until = float("-inf")

    async def get(
        self, url: str, decode: Callable[[bytes], Decoded], *, accept: str = "application/json"
    ) -> Decoded:
        """Ask for `url` and return its body as `decode`, run in a thread, reads it.

        Raises:
            ApiError: After the retries that had a chance.
        """
        return await self.fetch(url, lambda body, _headers: decode(body), {"Accept": accept})

    async def fetch(
        self,
        url: str,
        decode: Callable[[bytes, Mapping[str, str]], Decoded],
        headers: Mapping[str, str],
        arrived: Arrived = lambda _done, _total: None,
    ) -> Decoded:
        """Ask for `url` with `headers`; return what `decode` makes of the body and its headers.

        Args:
            url: Of the site.
            decode: Run in a thread.
            headers: Sent beside those that say who asks.
            arrived: Called with the bytes that have come, and how many there will be, if told.

        Raises:
            ApiError: After the retries that had a chance.
        """
        answer: _Answer = await AsyncRetrying(
            retry=self._is_worth_another,
            stop=lambda state: state.attempt_number >= _TRIES or self._retries_left < 1,
            wait=self._wait,
            before_sleep=self._count_retry,
            sleep=self._pause,
            reraise=True,
        )(self._ask, url, headers, arrived)
        # One at a time: what a hostile answer takes in memory is not taken four times.
        async with self._decoding:
            return await asyncio.to_thread(self._unpack, answer, decode)

    def _new_http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            headers={
                "Accept-Encoding": "gzip",
                "User-Agent": f"pkgtui/{__version__}",
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            limits=httpx.Limits(max_connections=_LANES, keepalive_expiry=_IDLE),
            # The deadline bounds a request as a whole, which these never do.
            timeout=httpx.Timeout(None, connect=min(_LONGEST_CONNECT, self._timeout)),
            transport=self._wire,
        )

    async def _ask(self, url: str, headers: Mapping[str, str], arrived: Arrived) -> _Answer:
        """Ask once."""
        if self._http is None:
            raise RuntimeError("the client is not open")
        async with self._pace.turn():
            self._respect_quiet()
            started = time.monotonic()
            try:
                async with asyncio.timeout(self._timeout):
                    answer = await self._follow(self._http, httpx.URL(url), headers, arrived)
            except Exception as error:
                told = reasons.told(error, self._site, self.host, self._timeout)
                self._note_trouble(told)
                if told is error:
                    raise
                raise told from error
            slow = time.monotonic() - started > _SLOW
            self._sound_answers = 0 if slow else self._sound_answers + 1
            self._retries_left = min(_MOST_RETRIES, self._retries_left + _EARNED_RETRY)
            self.has_answered = True
            return answer

    def _respect_quiet(self) -> None:
        left = self._quiet_until - time.monotonic()
        if left > 0:
            raise Refused(
                f"{self.host} asked to be left alone; that lasts {reasons.span(left)} more",
                self._quiet_status,
                left,
            )

    def _note_trouble(self, error: ApiError) -> None:
        refused = error if isinstance(error, Refused) else None
        if error.may_pass or (refused and refused.is_trouble):
            self._sound_answers = 0
        if refused and refused.retry_after:
            if refused.retry_after <= LONGEST_WAIT:
                self._pace.hold(refused.retry_after)
            else:
                self._quiet_until = time.monotonic() + refused.retry_after
                self._quiet_status = refused.status

    async def _follow(
        self,
        http: httpx.AsyncClient,
        url: httpx.URL,
        headers: Mapping[str, str],
        arrived: Arrived,
    ) -> _Answer:
        origin = _origin(url)
        for _ in range(_MOST_REDIRECTS + 1):
            async with http.stream("GET", url, headers=headers) as response:
                if not response.has_redirect_location:
                    return await self._body(response, arrived)
                # A name and password are sent where the person set them, never where a site does.
                url = url.join(response.headers["Location"]).copy_with(userinfo=url.userinfo)
            if _origin(url) != origin:
                where = reasons.short(f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}")
                raise BadAnswer(f"{self.host} sends on to {where}, which was not asked")
        raise BadAnswer(f"{self.host} sends round in circles")

    async def _body(self, response: httpx.Response, arrived: Arrived) -> _Answer:
        if response.status_code != HTTPStatus.OK:
            raise reasons.refusal(response, self.host)
        packing = response.headers.get("Content-Encoding", "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip"):
            raise BadAnswer(f"{self.host} sent an answer packed in a way not asked for")
        body = bytearray()
        length = response.headers.get("Content-Length", "")
        told = length.isascii() and length.isdigit() and len(length) <= _LONGEST_FIGURE
        total = int(length) if told else None
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > _LARGEST_BODY:
                raise self._too_large()
            arrived(len(body), total)
        return _Answer(packing != "identity", bytes(body), response.headers)

    def _unpack(
        self, answer: _Answer, decode: Callable[[bytes, Mapping[str, str]], Decoded]
    ) -> Decoded:
        body = answer.body
        if answer.packed:
            inflater = zlib.decompressobj(_GZIP)
            try:
                body = inflater.decompress(body, _LARGEST_BODY + 1)
            except zlib.error as error:
                raise BadAnswer(f"{self.host} sent an answer that cannot be unpacked") from error
            if len(body) > _LARGEST_BODY:
                raise self._too_large()
            if not inflater.eof:
                raise BadAnswer(f"{self.host} sent only a part of its answer")
        return decode(body, answer.headers)

    def _too_large(self) -> TooLarge:
        return TooLarge(f"{self.host} sent more than {_LARGEST_BODY // 2**20} MB in one answer")

    def _is_worth_another(self, state: RetryCallState) -> bool:
        error = state.outcome.exception() if state.outcome else None
        if not isinstance(error, ApiError) or isinstance(error, TimeUp):
            return False
        return error.may_pass and not isinstance(error.__cause__, httpx.ConnectTimeout)

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, Refused) else None
        return max(self._backoff(state), asked or 0.0) + self._jitter(state)

    def _count_retry(self, _state: RetryCallState) -> None:
        self._retries_left -= 1


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    return url.scheme, url.host, port


class Asking:
    """What asks through a transport of its own; use as an async context manager."""

    _transport: Transport

    async def __aenter__(self) -> Self:
        await self._transport.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._transport.close()
