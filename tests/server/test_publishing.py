"""The lines of docs/snapshots.md for cron and nginx, run as they stand there on loopback."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.server.running import SiteServer

from pkgtui.settings import load_settings

PAGE = Path(__file__).resolve().parents[2].joinpath("docs/snapshots.md").read_text("utf-8")
FOLDER, SHARED = "/var/www/pkgtui", "/var/lib/pkgtui/catalog.pkgtui"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
PUBLISH, FOLLOW, SHARE = re.findall(r"^```cron\n\S+ \S+ \* \* \* (.*)\n```$", PAGE, re.MULTILINE)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="cron and nginx as POSIX has them")


@dataclass(frozen=True)
class WebServer:
    """A server of static files: its address, and what says which answers it has given."""

    url: str
    log: Path

    def statuses(self) -> list[int]:
        """The statuses of all answers so far."""
        return [int(code) for code in re.findall(r'HTTP/1\.1" (\d+)', self.log.read_text())]


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def _serving(command: list[str], port: int, log: Path) -> Iterator[WebServer]:
    with log.open("a") as said:
        server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        try:
            deadline = time.monotonic() + 20
            while server.poll() is None and time.monotonic() < deadline:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.02)
            else:
                raise RuntimeError(f"{command[0]} did not start:\n{log.read_text()}")
            yield WebServer(f"http://127.0.0.1:{port}", log)
        finally:
            server.terminate()
            server.wait()


@contextmanager
def nginx(folder: Path, place: Path) -> Iterator[WebServer]:
    """Serve `folder` with the block of the page; everything else of nginx's goes to `place`."""
    if NGINX is None:
        pytest.skip("nginx cannot be found: install nginx-light")
    [block] = re.findall(r"^```nginx\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    port, log = _free_port(), place / "nginx.log"
    block = block.replace("listen 80;", f"listen 127.0.0.1:{port};").replace(FOLDER, str(folder))
    assert f"127.0.0.1:{port}" in block
    assert str(folder) in block
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {place}/{kind};\n" for kind in kinds)
    # A root's nginx would read as somebody who may not look into a folder of tests.
    user = "user root;" if os.geteuid() == 0 else ""
    (place / "nginx.conf").write_text(
        f"daemon off; {user} pid {place}/nginx.pid; events {{}}\n"
        f"http {{ access_log {log}; {temporary} {block} }}\n"
    )
    log.touch()
    command = [
        NGINX,
        "-c",
        str(place / "nginx.conf"),
        "-p",
        str(place),
        "-e",
        str(place / "errors"),
    ]
    with _serving(command, port, log) as server:
        yield server


@contextmanager
def python(folder: Path, place: Path) -> Iterator[WebServer]:
    """Serve `folder` as Python does, with dates and without ETags."""
    port = _free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    command += ["--protocol", "HTTP/1.1", "--directory", str(folder)]
    with _serving(command, port, place / "python.log") as server:
        yield server


def run(line: str, env: Mapping[str, str], server: WebServer, folder: Path, shared: Path) -> str:
    """Run a line of the page as cron would: by sh, with little in its environment."""
    line = line.replace("https://mirror.example", server.url)
    line = line.replace(SHARED, str(shared)).replace(FOLDER, str(folder))
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        env={"PATH": f"{sysconfig.get_path('scripts')}:/usr/bin:/bin", **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("serve", [nginx, python])
def test_one_machine_publishes_and_the_others_follow(
    serve: Callable[[Path, Path], AbstractContextManager[WebServer]],
    small_site: SiteServer,
    tmp_path: Path,
) -> None:
    folder, shared = tmp_path / "www", tmp_path / "shared.pkgtui"
    folder.mkdir()
    published = folder / "catalog.pkgtui"
    one, other, root, user = (
        {
            "HOME": str(tmp_path / name),
            "PKGTUI_SITE_URL": small_site.url,
            "PKGTUI_SYSTEM_CATALOG": str(shared if name == "user" else tmp_path / "none"),
        }
        for name in ("one", "other", "root", "user")
    )
    with serve(folder, tmp_path) as server:

        def cron(line: str, env: Mapping[str, str]) -> str:
            return run(line, env, server, folder, shared)

        def packages(env: Mapping[str, str]) -> str:
            return cron("pkgtui packages --json --offline", env)

        cron(PUBLISH, one)
        os.utime(published, (1_700_000_000, 1_700_000_000))
        asked = len(small_site.requests())
        assert cron(FOLLOW, other).startswith("60 packages")
        assert json.loads(packages(other))["count"] == 60
        assert packages(other) == packages(one)
        # Nothing new costs an answer without a body.
        assert "has nothing newer" in cron(FOLLOW, other)
        assert server.statuses() == [200, 304]
        # Root's line: nobody else on that machine has a cache, or asks anybody.
        cron(SHARE, root)
        assert packages(user) == packages(one)
        assert "used: you have none of your own" in cron("pkgtui status", user)
        assert len(small_site.requests()) == asked
        small_site.add_packages(2)
        cron(PUBLISH, one)
        os.utime(published, (1_700_000_060, 1_700_000_060))
        assert cron(FOLLOW, other).startswith("62 packages")
        assert packages(other) == packages(one)
        assert server.statuses()[-1] == 200


def test_the_setting_of_the_page_is_one(tmp_path: Path) -> None:
    [example] = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    file = tmp_path / "config.toml"
    file.write_text(example)
    found = load_settings({"config": str(file)}, {})
    assert found.source == "mirror.example"
    assert not found.asks_site
