"""The test site in a process of its own, and a handle to steer it by."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.server.control import Request
from tests.server.directory import Directory, make_directory

_ROOT = Path(__file__).resolve().parents[2]
_SEED = 52


class SiteServer:
    """A running test site.

    Attributes:
        url: Its address, without a slash at the end.
    """

    def __init__(self, url: str, packages: int, grids: int) -> None:
        self.url = url
        self._size = packages, grids

    @cached_property
    def directory(self) -> Directory:
        """What the site lists as long as no rows are added or removed."""
        return make_directory(*self._size, seed=_SEED)

    def requests(self, match: str = "") -> list[Request]:
        """Return the requests since the last `clear`, in order of arrival.

        Args:
            match: Only those in whose path and query this text occurs.
        """
        every = [Request(**request) for request in self._order("requests")]
        return [request for request in every if match in request.address]

    def wait_for_requests(self, count: int = 1, match: str = "", seconds: float = 20.0) -> None:
        """Block until so many requests matching the regular expression have arrived."""
        seen = self._order("wait", count=count, match=match, seconds=seconds)
        assert seen >= count, f"{seen} of {count} requests came in {seconds} s"

    def clear(self) -> None:
        """Forget the requests so far."""
        self._order("clear")

    def reset(self) -> None:
        """Be as at the start: no faults, no lies, no log, the first rows."""
        self._order("reset")

    def fault(  # noqa: PLR0913 - one name for each thing that can go wrong
        self,
        match: str = "",
        *,
        times: int | None = 1,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: str | bytes | None = None,
        delay: float = 0.0,
        hold: bool = False,
        drop: bool = False,
        reset: bool = False,
        raw: str | None = None,
        endless: bool = False,
        cut: int | None = None,
        drip: float = 0.0,
    ) -> None:
        """Spoil the answers to the next requests; `tests.server.control.Fault` says how."""
        self._order(
            "fault",
            match=match,
            times=times,
            status=status,
            headers=dict(headers or {}),
            body=(body.encode() if isinstance(body, str) else body).decode("latin-1")
            if body is not None
            else None,
            delay=delay,
            hold=hold,
            drop=drop,
            reset=reset,
            raw=raw,
            endless=endless,
            cut=cut,
            drip=drip,
        )

    def release(self) -> None:
        """Let the held requests go on."""
        self._order("release")

    def add_packages(self, count: int) -> list[int]:
        """Put new packages at the head of the list; return their ids."""
        ids: list[int] = self._order("add", count=count)
        return ids

    def remove_packages(self, ids: Iterable[int]) -> None:
        """Delete packages."""
        self._order("remove", ids=list(ids))

    def package_ids(self) -> list[int]:
        """Return the ids of all packages that the site has now, newest first."""
        ids: list[int] = self._order("ids")
        return ids

    def set_count_lie(self, count: int, kind: str = "packages") -> None:
        """Let the lists of a kind claim to have so many entries."""
        self.spoil_list(kind, count=count)

    def spoil_list(self, kind: str = "packages", leave_out: Iterable[str] = (), **to: Any) -> None:
        """Let the lists of a kind be answered with these values, and without some fields."""
        self._order("spoil_list", kind=kind, fields=to, leave_out=list(leave_out))

    def limit_pages(self, rows: int) -> None:
        """Let no page have more than so many rows, whatever is asked for."""
        self._order("limit", rows=rows)

    def after_list_request(
        self, number: int, *, kind: str = "packages", add: int = 0, remove: Iterable[int] = ()
    ) -> None:
        """Add and remove packages as soon as the answer to the n-th list request is made.

        Args:
            number: Counted from 1 since the last reset.
            kind: Which list is counted.
            add: How many packages appear at the head of the list.
            remove: Ids of packages that vanish.
        """
        self._order("move", after=number, kind=kind, add=add, remove=list(remove))

    def spoil(self, package_id: int, **fields: Any) -> None:
        """Let fields of one package be answered with these values, however wrong."""
        self._order("spoil", package=package_id, fields=fields)

    def replace(self, package_id: int, by: str) -> None:
        """Let the page of a package say that one of this name on the index has replaced it."""
        self._order("replace", package=package_id, by=by)

    def _order(self, name: str, **wish: Any) -> Any:
        address = urlsplit(self.url)
        connection = HTTPConnection(address.hostname or "", address.port, timeout=90)
        try:
            connection.request("POST", f"/__control__/{name}", json.dumps(wish))
            answer = connection.getresponse()
            text = answer.read()
            assert answer.status == 200, text.decode()
            return json.loads(text)
        finally:
            connection.close()


@contextmanager
def running_site(packages: int = 5400, grids: int = 380) -> Iterator[SiteServer]:
    """Start a test site on loopback and stop it afterwards."""
    command = [sys.executable, "-m", "tests.server", "--port", "0", "--with-parent"]
    command += ["--packages", str(packages), "--grids", str(grids), "--seed", str(_SEED)]
    with subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            assert url, "the test site did not start; its reason stands above"
            yield SiteServer(url, packages, grids)
        finally:
            process.stdin.close()
            process.wait(30)
