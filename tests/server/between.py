"""What may stand between a client and the test site: a certificate, a proxy."""

from __future__ import annotations

import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import urlsplit

_PIECE = 2**16


@dataclass
class Between:
    """Something that passes on what it gets.

    Attributes:
        address: Host and port.
        heads: The requests that a proxy was asked to pass on, each with its headers.
    """

    address: str = ""
    heads: list[str] = field(default_factory=list)


@contextmanager
def tls_before(site_url: str, certificate: Any) -> Iterator[Between]:
    """Show the certificate of a `trustme` authority before a site that speaks plainly."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    behind = urlsplit(site_url)

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            with (
                suppress(OSError),
                context.wrap_socket(self.request, server_side=True) as client,
                socket.create_connection((behind.hostname, behind.port)) as server,
            ):
                _pass_on(client, server)

    yield from _running(Handler, Between())


@contextmanager
def proxy(answer: bytes | None = None) -> Iterator[Between]:
    """Run a proxy that passes requests on, or gives all the same `answer`."""
    between = Between()

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += self.request.recv(1) or b"\r\n\r\n"
            between.heads.append(head.decode("latin-1"))
            if answer is not None:
                self.request.sendall(answer)
                return
            method, target, _ = head.decode("latin-1").split(" ", 2)
            told = urlsplit(f"//{target}" if method == "CONNECT" else target)
            with socket.create_connection((told.hostname, told.port)) as server:
                if method == "CONNECT":
                    self.request.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                else:
                    # One request for each connection, or the next would not be seen.
                    wanted = f"{told.path}?{told.query}".encode("latin-1")
                    head = head.replace(target.encode("latin-1"), wanted, 1)
                    server.sendall(head.replace(b"keep-alive", b"close"))
                _pass_on(self.request, server)

    yield from _running(Handler, between)


def _running(handler: type[BaseRequestHandler], between: Between) -> Iterator[Between]:
    ThreadingTCPServer.allow_reuse_address = True
    with ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        between.address = f"127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield between
        finally:
            server.shutdown()
            thread.join()


def _pass_on(one: socket.socket, other: socket.socket) -> None:
    """Hand over what comes from either side until one of them ends."""
    with suppress(OSError):
        while True:
            waiting = one.pending() if isinstance(one, ssl.SSLSocket) else 0
            ready = [one] if waiting else select.select([one, other], [], [])[0]
            for source in ready:
                piece = source.recv(_PIECE)
                if not piece:
                    return
                (other if source is one else one).sendall(piece)
