"""Stands before the Django application: logs, spoils answers as told, and takes orders."""

from __future__ import annotations

import json
import os
import select
import socket
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from http import HTTPStatus
from itertools import chain, repeat
from typing import Any

from tests.server.control import CONTROL, Fault, Move, Request
from tests.server.site import Site

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

ORDERS = "/__control__/"
SOCKET = "tests.socket"
"""Where the server leaves the connection's socket, so that it can be dropped."""
_DRIP_BYTES = 64


class Front:
    """The WSGI application that the server serves."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._orders: dict[str, Callable[..., Any]] = {
            "requests": CONTROL.log,
            "wait": CONTROL.wait,
            "clear": CONTROL.clear,
            "reset": self._reset,
            "fault": lambda **wish: CONTROL.add_fault(Fault(**wish)),
            "release": CONTROL.release,
            "move": lambda **wish: CONTROL.add_move(Move(**wish)),
            "limit": CONTROL.limit_pages,
            "spoil_list": CONTROL.spoil_list,
            "spoil": CONTROL.spoil,
            "replace": CONTROL.replace,
            "add": site.add_packages,
            "remove": site.remove_packages,
            "ids": site.package_ids,
        }

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"].startswith(ORDERS):
            return self._obey(environ, start_response)
        request = CONTROL.arrived(
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            _headers(environ),
        )
        return self._answer(request, environ, start_response)

    def _answer(
        self, request: Request, environ: Environ, start_response: StartResponse
    ) -> Iterator[bytes]:
        try:
            fault = CONTROL.fault_for(request) or Fault()
            if fault.delay:
                CONTROL.hold(fault.delay)
            if fault.hold:
                CONTROL.hold()
            if fault.raw is not None:
                with suppress(OSError):  # Whoever asked has heard enough.
                    _send(environ[SOCKET], fault)
            if fault.drop or fault.reset or fault.raw is not None:
                CONTROL.left(request)
                _drop(environ[SOCKET], reset=fault.reset)
                return
            status, headers, body = self._compose(fault, environ)
            request.status = int(status[:3])
            if fault.status is None:
                self._move_rows(request)
            start_response(status, list(headers.items()))
            # Whoever asked may ask again on the last byte, and after a refusal on the first.
            sent = body if fault.cut is None else body[: fault.cut]
            if request.status == HTTPStatus.OK:
                yield from _pieces(sent[:-1], fault.drip)
                sent = sent[-1:]
            CONTROL.left(request)
            yield from _pieces(sent, fault.drip)
        finally:
            CONTROL.left(request)

    def _compose(self, fault: Fault, environ: Environ) -> tuple[str, dict[str, str], bytes]:
        if fault.status is None:
            status, headers, body = _ask(self._site.application, environ)
        else:
            status, body = f"{fault.status} As Told", b"<!doctype html><h1>As told</h1>"
            headers = {"Content-Type": "text/html; charset=utf-8"}
        if fault.body is not None:
            body = fault.body.encode("latin-1")
        headers |= {"Content-Length": str(len(body)), **fault.headers}
        return status, headers, body

    def _move_rows(self, request: Request) -> None:
        for move in CONTROL.moves_after(request):
            self._site.remove_packages(move.remove)
            self._site.add_packages(move.add)

    def _obey(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        order = environ["PATH_INFO"].removeprefix(ORDERS)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        wish = json.loads(environ["wsgi.input"].read(length) or b"{}")
        answer = json.dumps(self._orders[order](**wish)).encode()
        start_response("200 OK", [("Content-Type", "application/json")])
        return [answer]

    def _reset(self) -> None:
        CONTROL.reset()
        self._site.restore()


def _ask(
    application: Callable[..., Iterable[bytes]], environ: Environ
) -> tuple[str, dict[str, str], bytes]:
    """Let the application answer whole, before anything is sent."""
    status = ""
    headers: dict[str, str] = {}

    def start_response(given: str, pairs: Iterable[tuple[str, str]], *_: Any) -> None:
        nonlocal status
        status = given
        headers.update(pairs)

    chunks = application(environ, start_response)
    body = b"".join(chunks)
    if (close := getattr(chunks, "close", None)) is not None:
        close()  # Django ends the request here.
    return status, headers, body


def _pieces(body: bytes, drip: float) -> Iterator[bytes]:
    if not drip:
        yield body
        return
    for at in range(0, len(body), _DRIP_BYTES):
        yield body[at : at + _DRIP_BYTES]
        time.sleep(drip)


def _send(connection: socket.socket, fault: Fault) -> None:
    """Send raw bytes past the server, whose sockets never wait."""
    pieces = _pieces((fault.raw or "").encode("latin-1"), fault.drip)
    if fault.endless:
        pieces = chain([b"HTTP/1.1 200 OK\r\n\r\n"], repeat(b"".join(pieces)))
    for piece in pieces:
        rest = piece
        while rest:
            select.select([], [connection], [])
            rest = rest[connection.send(rest) :]


def _drop(connection: socket.socket, *, reset: bool) -> None:
    if reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # The server still waits at this number: one end of a closed pair takes it over.
        here, there = socket.socketpair()
        with here, there:
            os.dup2(here.fileno(), connection.fileno())
    else:
        with suppress(OSError):  # It may be over already.
            connection.shutdown(socket.SHUT_RDWR)


def _headers(environ: Environ) -> dict[str, str]:
    return {
        key.removeprefix("HTTP_").replace("_", "-").title(): value
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
