"""What went wrong on the wire, as the `ApiError` whose sentence tells it."""

from __future__ import annotations

import email.utils
import os
import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.request import getproxies, proxy_bypass

import httpx

from pkgtui.api.errors import (
    ApiError,
    BadAnswer,
    Distrusted,
    NoConnection,
    NotFound,
    Refused,
    TimeUp,
    Unreachable,
    Unusable,
)
from pkgtui.text import clean, one_line

_LONGEST_REASON = 200
_AUTHORITIES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_LONGEST_SPAN = 1000 * _DAY


def told(error: Exception, site: httpx.URL, host: str, timeout: float) -> ApiError:
    """Say what `error` of a request to `site` means; an `ApiError` is its own sentence."""
    distrusted = _distrusted(error)
    if distrusted is not None:
        against = "".join(f" by what {name} names" for name in _set(_AUTHORITIES)[:1])
        said = short(distrusted.verify_message).rstrip(".")
        return Distrusted(f"The certificate of {host} is not to be trusted{against} ({said})")
    match error:
        case ApiError():
            return error
        case TimeoutError():
            return TimeUp(f"{host} did not answer within {timeout:g} s")
        case httpx.ConnectError() | httpx.ConnectTimeout() | httpx.ProxyError():
            through = _through(site)
            return NoConnection(f"There is no connection to {host}{through}{_reason(error)}")
        case httpx.TransportError() | ssl.SSLError() | OSError():
            return Unreachable(f"The connection to {host} broke off{_reason(error)}")
        case httpx.HTTPError() | httpx.InvalidURL() | ValueError() | RecursionError():
            return BadAnswer(f"{host} sent an answer that cannot be read")
    raise error


def unusable(error: Exception) -> Unusable:
    """Say which setting of the machine kept the client from being made."""
    if isinstance(error, OSError):
        what, names = "certificates", _set(_AUTHORITIES)[:1]
    else:
        what, names = "proxy", _set(_PROXIES)
    by = " or ".join(names) or "this machine"
    return Unusable(f"The {what} set by {by} cannot be used{_reason(error)}")


def refusal(response: httpx.Response, host: str) -> Refused:
    """Say how `host` refused."""
    status = response.status_code
    if status == HTTPStatus.NOT_FOUND:
        return NotFound(f"{host} has nothing at {short(response.url.path)}")
    retry_after = _read_retry_after(response.headers.get("Retry-After"))
    known = status in list(HTTPStatus)
    phrase = HTTPStatus(status).phrase.lower() if known else "no known status"
    message = f"{host} answered {status} ({phrase})"
    if retry_after:
        message += f"; it asks to wait {span(retry_after)}"
    return Refused(message, status, retry_after)


def span(seconds: float) -> str:
    """Say how long that is, in one figure."""
    if seconds < 1.5 * _MINUTE:
        return f"{seconds:.0f} s"
    if seconds < 1.5 * _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    if seconds < 3 * _DAY:
        return f"{seconds / _HOUR:.0f} h"
    return f"{seconds / _DAY:.0f} days" if seconds < _LONGEST_SPAN else "for years"


def short(said: str) -> str:
    """Make what strangers said fit into a sentence."""
    line = one_line(clean(said[: 4 * _LONGEST_REASON]))
    return line if len(line) <= _LONGEST_REASON else f"{line[: _LONGEST_REASON - 1]}…"


def _set(names: Sequence[str]) -> list[str]:
    return [name for name in names if os.environ.get(name) or os.environ.get(name.lower())]


def _reason(error: Exception) -> str:
    said = short(str(error)).rstrip(".")
    return f" ({said})" if said else ""


def _distrusted(error: BaseException) -> ssl.SSLCertVerificationError | None:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    return cause


def _through(site: httpx.URL) -> str:
    """Name the proxy between here and `site`, where the machine has one set."""
    proxies = getproxies()
    proxy = proxies.get(site.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(site.host):
        return ""
    address = proxy.rpartition("://")[2].partition("/")[0]
    # What stands before the @ is for the proxy alone to know.
    return f" through the proxy {short(address.rpartition('@')[2])}"


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
