"""Snapshots on their way: exported, served, imported, synced from; and servers that lie."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import IO, Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from tests.server.running import SiteServer
from tests.unit.catalogs import catalog, package

from pkgtui.api.download import SnapshotClient
from pkgtui.cli.group import cli
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.store import snapshot

PKGTUI = [sys.executable, "-m", "pkgtui"]
PATH = "/published/catalog.pkgtui"
MIRRORED = "https://directory.example"


@dataclass
class Machine:
    """A machine with a cache of its own that cannot reach the directory."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> Mapping[str, str]:
        """What is set there."""
        own = {"PKGTUI_CACHE_DIR": str(self.folder), "PKGTUI_SITE_URL": MIRRORED}
        return own | self.env

    def __call__(self, *words: str) -> Result:
        """Run a command there, in this process."""
        return CliRunner(env=self.environ).invoke(cli, words)

    def started(self, *words: str, stdin: IO[bytes] | None = None) -> bytes:
        """Run the program there, which must have nothing to complain of; return what it prints."""
        done = subprocess.run(
            [*PKGTUI, *words],
            env=os.environ | self.environ,
            stdin=stdin,
            capture_output=True,
            check=True,
            timeout=60,
        )
        return done.stdout

    def packages(self) -> int | None:
        """How many packages are cached, None for nothing."""
        found = json.loads(self("status", "--json").stdout)
        return found["packages"] if found["complete"] else None

    def new(self) -> list[str]:
        """The packages that the changes tell as new."""
        items = json.loads(self("changes", "--all", "--json").stdout)["items"]
        return sorted(item["package"] for item in items if item["kind"] == "new")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "cache")


def walked(hours_ago: float, packages: int = 10, **changes: Any) -> Catalog:
    """Return a catalog of the mirrored directory."""
    synced_at = datetime.now(UTC) - timedelta(hours=hours_ago)
    generation = Generation(site_url=MIRRORED, synced_at=synced_at)
    generation = msgspec.structs.replace(generation, **changes)
    return catalog(*(package(key) for key in range(packages, 0, -1)), generation=generation)


def publish(site: SiteServer, kept: Catalog | bytes, **headers: str) -> str:
    """Let `site` serve a snapshot from now on; return its address."""
    body = kept if isinstance(kept, bytes) else snapshot.pack(kept)
    named = {"Content-Type": "application/octet-stream", **headers}
    site.reset()
    site.fault(PATH, times=None, status=200, body=body, headers=named)
    return site.url + PATH


# From one machine to another


def test_what_one_machine_exports_another_prints_byte_for_byte(
    small_site: SiteServer, tmp_path: Path
) -> None:
    env = {"PKGTUI_SITE_URL": small_site.url}
    source, by_file, by_pipe, by_address = (Machine(tmp_path / name, env) for name in "abcd")
    source.started("sync")
    file, again = tmp_path / "catalog.pkgtui", tmp_path / "again"
    held = f"60 packages, 12 grids and 4 categories of {small_site.url}, as of just now, "
    assert source.started("export", str(file)).decode().startswith(f"{held}to {file}, ")
    assert source.started("export", "-") == file.read_bytes()
    address = publish(small_site, file.read_bytes())
    assert by_file.started("import", str(file)).decode() == f"{held}from {file}\n"
    with file.open("rb") as stream:
        by_pipe.started("import", "-", stdin=stream)
    by_address.started("import", address)
    small_site.clear()
    expected = source.started("packages", "--json", "--offline")
    assert json.loads(expected)["count"] == 60
    for other in (by_file, by_pipe, by_address):
        assert other.started("packages", "--json", "--offline") == expected
        other("export", str(again))
        assert again.read_bytes() == file.read_bytes()
    assert small_site.requests() == []


def test_an_import_tells_what_has_changed(machine: Machine, tmp_path: Path) -> None:
    for hours, size in ((48, 10), (1, 11)):
        file = tmp_path / f"{size}"
        file.write_bytes(snapshot.pack(walked(hours, size)))
        assert machine("import", str(file)).exit_code == 0
    assert machine.new() == ["package-11"]


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (walked(5), "is older than the catalog of 2 h ago that is cached"),
        (walked(1, 7), "now lists 7 packages where it listed 10"),
    ],
    ids=["older", "smaller"],
)
def test_what_would_be_a_loss_is_taken_by_force_alone(
    machine: Machine, tmp_path: Path, taken: Catalog, words: str
) -> None:
    first, file = tmp_path / "first", tmp_path / "catalog.pkgtui"
    first.write_bytes(snapshot.pack(walked(2)))
    file.write_bytes(snapshot.pack(taken))
    assert machine("import", str(first)).exit_code == 0
    done = machine("import", str(file))
    assert (done.exit_code, done.stdout) == (4, "")
    assert words in done.stderr
    assert "--force" in done.stderr
    assert machine.packages() == 10
    assert machine("import", "--force", str(file)).exit_code == 0
    assert machine.packages() == len(taken.packages)


def test_what_cannot_be_done_is_told(machine: Machine, tmp_path: Path) -> None:
    sound = tmp_path / "catalog.pkgtui"
    sound.write_bytes(snapshot.pack(walked(1)))
    other = tmp_path / "other"
    other.write_bytes(snapshot.pack(walked(1, site_url="https://other.example")))
    cases = (
        (("export", str(sound)), 3, "Nothing is cached that could be exported"),
        (("import", str(tmp_path / "none")), 2, "There is no such file"),
        (("import", str(tmp_path)), 4, "It is a folder"),
        (("import", str(other)), 4, "mirrors https://other.example, not https://directory"),
        (("--demo", "import", str(sound)), 2, "takes no import"),
        (("--demo", "export", str(sound)), 2, "is not exported"),
        (("--offline", "import", "https://x.example/y"), 2, "--offline forbids"),
        (("import", "https://me:secret@x.example/y"), 2, "must be an address such as https://host"),
        (("sync", "--from", "ftp://x.example/y"), 2, "--from must be an address such as"),
        (("sync", "--from", "/srv/catalog.pkgtui"), 2, "--from must be an address such as"),
    )
    for words, code, told in cases:
        done = machine(*words)
        assert (done.exit_code, done.stdout) == (code, ""), words
        assert told in done.stderr
        assert "secret" not in done.stderr
        assert "Traceback" not in done.stderr
    assert machine("import", str(sound)).exit_code == 0
    done = machine("export", str(tmp_path / "none" / "there"))
    assert (done.exit_code, "was not written. No such file" in done.stderr) == (4, True)
    assert sound.read_bytes() == snapshot.read_file(sound)


@pytest.mark.skipif(os.name != "posix", reason="kill -9 as POSIX knows it")
def test_an_import_killed_at_some_moment_leaves_a_whole_catalog(
    machine: Machine, tmp_path: Path
) -> None:
    for size in (300, 301):
        (tmp_path / str(size)).write_bytes(snapshot.pack(walked(301 - size, size)))
    assert machine("import", str(tmp_path / "300")).exit_code == 0
    found = []
    for line in count(0, 110):
        # Killed by itself at some line of its own work, which no clock could hit as surely.
        script = (
            "import os, signal, sys\n"
            "from pkgtui.cli import main\n"
            f"left = {line}\n"
            "def watch(frame, event, _arg):\n"
            "    global left\n"
            "    if '/store/' in frame.f_code.co_filename and event == 'line':\n"
            "        left -= 1\n"
            "        if left < 0: os.kill(os.getpid(), signal.SIGKILL)\n"
            "    return watch\n"
            "import threading; threading.settrace(watch); sys.settrace(watch)\n"
            "main()\n"
        )
        command = [sys.executable, "-c", script, "import", "--force", str(tmp_path / "301")]
        killed = subprocess.run(command, env=os.environ | machine.environ, check=False)
        done = machine("status", "--json")
        assert done.stderr == ""
        found.append(json.loads(done.stdout)["packages"])
        if killed.returncode == 0:
            break
        assert killed.returncode == -signal.SIGKILL
    assert len(found) > 5
    assert set(found[:-1]) <= {300, 301}
    assert (found[0], found[-1]) == (300, 301)


# From a server, again and again


def test_an_unchanged_snapshot_is_not_sent_again(machine: Machine, small_site: SiteServer) -> None:
    address = publish(small_site, walked(30), ETag='"1"')
    first = machine("sync", "--from", address)
    assert (first.exit_code, "10 packages" in first.stdout) == (0, True)
    [asked] = small_site.requests(PATH)
    assert "if-none-match" not in {name.lower() for name in asked.headers}
    small_site.reset()
    small_site.fault(PATH, times=None, status=304)
    again = machine("sync", "--from", address)
    assert again.exit_code == 0
    host = address.split("/")[2]
    assert again.stdout == f"{host} has nothing newer than the catalog of 30 h ago\n"
    [asked] = small_site.requests(PATH)
    assert {name.lower(): text for name, text in asked.headers.items()}["if-none-match"] == '"1"'
    machine.env["PKGTUI_SYNC_FROM"] = address
    found = json.loads(machine("status", "--json").stdout)
    # The data are no younger for having been asked about.
    assert found["fresh"] is False
    assert found["sync_from"] == host
    assert found["asked_at"] > found["synced_at"]
    # Nothing that another address said holds for this one.
    machine.env["PKGTUI_SYNC_FROM"] = f"{address}?other"
    assert machine("sync").exit_code == 3
    assert len(small_site.requests("other")) == 1
    assert machine.packages() == 10


def test_another_snapshot_is_taken_and_what_has_changed_told(
    machine: Machine, small_site: SiteServer
) -> None:
    machine.env["PKGTUI_SYNC_FROM"] = publish(small_site, walked(30), ETag='"1"')
    assert machine("sync").exit_code == 0
    publish(small_site, walked(2, 12), ETag='"2"')
    assert machine("sync").stdout.startswith("12 packages")
    assert machine.new() == ["package-11", "package-12"]
    # The site is walked where it is named.
    done = machine("sync", "--from", small_site.url, "--site-url", small_site.url)
    assert done.stdout.startswith("60 packages")


def test_a_new_name_for_the_same_snapshot_changes_nothing(
    machine: Machine, small_site: SiteServer
) -> None:
    kept = walked(3)
    machine.env["PKGTUI_SYNC_FROM"] = publish(small_site, kept, ETag='"1"')
    assert machine("sync").exit_code == 0
    publish(small_site, kept, ETag='"2"')
    assert "has nothing newer" in machine("sync").stdout
    publish(small_site, kept, ETag='"3"')
    machine("sync")
    headers = small_site.requests(PATH)[0].headers
    assert {name.lower(): text for name, text in headers.items()}["if-none-match"] == '"2"'


def test_who_syncs_from_a_snapshot_does_not_ask_the_site(
    machine: Machine, small_site: SiteServer
) -> None:
    machine.env |= {"PKGTUI_SYNC_FROM": "http://127.0.0.1:1/x", "PKGTUI_SITE_URL": small_site.url}
    small_site.clear()
    assert machine("show", "anything").exit_code == 3
    assert machine("search", "anything").exit_code == 3
    assert small_site.requests() == []


@dataclass(frozen=True)
class Lie:
    """A way in which a server lies, and what is said of it."""

    name: str
    words: str
    code: int
    fault: Mapping[str, Any]

    def __str__(self) -> str:
        return self.name


SOUND = snapshot.pack(walked(0.5, 12))
OK = {"status": 200, "headers": {"ETag": '"2"'}}
LIES = (
    Lie("html", "is not a snapshot of pkgtui", 4, OK | {"body": b"<html>Sign in</html>"}),
    Lie("nothing", "is not a snapshot of pkgtui", 4, OK | {"body": b""}),
    Lie("half", "does not match its checksum", 4, OK | {"body": SOUND[: len(SOUND) // 2]}),
    Lie("cut off", "broke off", 3, OK | {"body": SOUND, "cut": 200}),
    Lie(
        "a length too large",
        "broke off",
        3,
        {"status": 200, "body": SOUND, "headers": {"Content-Length": "99999999"}},
    ),
    Lie(
        "a length too small",
        "does not match its checksum|is not a snapshot|is cut off|cannot be read",
        4,
        {"status": 200, "body": SOUND, "headers": {"Content-Length": "300"}},
    ),
    Lie("dripping", "did not answer within 2 s", 3, OK | {"body": SOUND, "drip": 0.5}),
    Lie("reset", "broke off", 3, {"reset": True}),
    Lie("endless", "more than 8 MB", 3, {"endless": True, "raw": "x" * 65536}),
    Lie("in circles", "round in circles", 3, {"status": 302, "headers": {"Location": "?more"}}),
    Lie(
        "to another host",
        "sends on to http://other.example",
        3,
        {"status": 302, "headers": {"Location": "http://other.example/"}},
    ),
    Lie("gone", "has nothing at /published/", 3, {"status": 404}),
    Lie("not modified, unasked", "answered 304", 3, {"status": 304}),
    Lie("older", "is older than the catalog of", 4, OK | {"body": snapshot.pack(walked(90))}),
    Lie("smaller", "now lists 3 packages", 4, OK | {"body": snapshot.pack(walked(0.5, 3))}),
    Lie(
        "another site",
        "it mirrors https://other.example",
        4,
        OK | {"body": snapshot.pack(walked(0.5, site_url="https://other.example"))},
    ),
)


async def _no_pause(_seconds: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
def hurried_machine(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine whose program waits two seconds for a snapshot instead of two minutes."""
    usual = SnapshotClient.__init__.__kwdefaults__
    hurried = {**(usual or {}), "timeout": 2.0, "pause": _no_pause}
    monkeypatch.setattr(SnapshotClient.__init__, "__kwdefaults__", hurried)
    return machine


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_a_server_that_lies_is_told_and_the_catalog_stays(
    lie: Lie, small_site: SiteServer, hurried_machine: Machine, tmp_path: Path
) -> None:
    file = tmp_path / "catalog.pkgtui"
    file.write_bytes(snapshot.pack(walked(2)))
    assert hurried_machine("import", str(file)).exit_code == 0
    small_site.fault(PATH, times=None, **lie.fault)
    done = hurried_machine("sync", "--from", small_site.url + PATH)
    assert done.exit_code == lie.code, done.output
    assert re.search(lie.words, done.stderr)
    assert "The catalog of 2 h ago was kept." in done.stderr
    assert hurried_machine.packages() == 10
