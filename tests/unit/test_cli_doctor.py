"""``pkgtui doctor``: what is told of a machine, what is found wrong, and nothing private."""

from __future__ import annotations

import getpass
import json
import os
import platform
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.server.running import SiteServer
from tests.unit.catalogs import catalog, package

from pkgtui.models.catalog import Catalog, Generation
from pkgtui.privacy import Private, private
from pkgtui.settings import load_settings
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.snapshot import pack

SECRETS = ("s3cret", "jane", "tok3n", "hunter2")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "people" / "jane"
    folder.mkdir(parents=True)
    return folder


def examine(
    home: Path, *words: str, **env: str
) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    environ = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "USER": "jane",
        "LOGNAME": "jane",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "PKGTUI_SYSTEM_CATALOG": str(home / "shared.pkgtui"),
    } | env
    done = subprocess.run(
        [sys.executable, "-m", "pkgtui", "doctor", *words],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    rows = {}
    if "--json" in words and done.stdout:
        told: Any = json.loads(done.stdout)
        assert told["findings"] == sum(item["finding"] for item in told["items"])
        rows = {f"{item['part']} {item['name']}": item["value"] for item in told["items"]}
    return done, rows


def test_a_sound_machine_is_told_as_it_is(home: Path) -> None:
    cache = home / ".cache" / "pkgtui"
    with closing(
        CatalogStore.open(load_settings({"cache_dir": cache.as_posix()}, {}).site_cache)
    ) as store:
        store.commit(catalog(package(1), package(2)))
    env = {"COLORTERM": "truecolor", "TMUX": "/run/tmux,1,0", "SSH_CONNECTION": "x"}
    done, rows = examine(home, "--json", "--offline", **env)
    assert done.returncode == 0, done.stdout
    assert done.stderr == ""
    assert rows["versions textual"] == version("textual")
    assert rows["terminal TERM"] == "xterm-256color"
    assert rows["terminal size"] == "no terminal"
    assert rows["terminal colours"] == "16 million"
    assert rows["terminal characters"] == "UTF-8"
    assert rows["terminal in between"] == "tmux, SSH"
    assert "set-clipboard" in rows["terminal clipboard"]
    assert rows["terminal locale"] == "C.UTF-8 (LANG)"
    assert rows["settings file"] == "~/.config/pkgtui/config.toml, not there"
    assert rows["cache folder"].startswith("~/.cache/pkgtui/djangopackages.org-")
    assert rows["cache holds"].startswith("2 packages, ")
    assert rows["site answer"].startswith("not asked")
    assert rows["yours file"] == "~/.local/share/pkgtui, not there yet"
    page = examine(home, "--offline", **env)[0].stdout
    assert page.endswith("\n\nNothing is wrong\n")
    assert max(map(len, page.splitlines())) < 100


@pytest.mark.parametrize(
    ("env", "name", "words"),
    [
        ({"NO_COLOR": "1"}, "colours", "none (NO_COLOR)"),
        ({"TERM": "dumb"}, "colours", "none"),
        ({}, "colours", "256"),
        ({"TERM": "linux"}, "characters", "cp437, signs in ASCII"),
        ({"LC_ALL": "de_DE.ISO-8859-1"}, "characters", "iso8859-1, signs in ASCII"),
        ({"STY": "1.x"}, "clipboard", "OSC 52 through GNU screen"),
        ({"TERM": "\x1b]0;x\x07"}, "TERM", "(hidden)"),
        ({"TERM": ""}, "TERM", "not set"),
        ({"https_proxy": "http://127.0.0.1:1"}, "also set", "HTTPS_PROXY"),
    ],
)
def test_what_the_environment_says_is_understood(
    home: Path, env: dict[str, str], name: str, words: str
) -> None:
    _, rows = examine(home, "--json", "--offline", **env)
    assert rows[f"terminal {name}"] == words


def test_the_site_is_asked_once(home: Path, small_site: SiteServer) -> None:
    done, rows = examine(home, "--json", "--site-url", small_site.url)
    assert done.returncode == 0, done.stdout
    assert rows["site answer"].startswith("sound, after ")


@pytest.fixture
def silent() -> Iterator[tuple[str, socket.socket]]:
    """A site that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}", server


def test_a_site_that_is_silent_is_a_finding_soon(
    home: Path, silent: tuple[str, socket.socket]
) -> None:
    done, rows = examine(home, "--json", "--site-url", silent[0])
    assert done.returncode == 1
    assert "3 s" in rows["site answer"]


def test_a_site_that_is_not_there_is_a_finding_at_once(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        done, rows = examine(
            home, "--json", "--site-url", f"http://127.0.0.1:{taken.getsockname()[1]}"
        )
    assert done.returncode == 1
    assert rows["site answer"].startswith("There is no connection to 127.0.0.1")


def test_every_part_that_is_wrong_is_a_finding(home: Path) -> None:
    config = home / ".config" / "pkgtui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[keys]\n"list.filter" = "s"\n')
    cache = load_settings({"cache_dir": str(home / ".cache" / "pkgtui")}, {}).site_cache
    cache.mkdir(parents=True)
    (cache / "cache.db").write_bytes(b"no database" * 1000)
    data = home / ".local" / "share" / "pkgtui"
    data.mkdir(parents=True)
    (data / "personal.json").write_text("{")
    done, rows = examine(home, "--json", "--offline")
    assert done.returncode == 1
    assert rows["settings fault"].startswith('~/.config/pkgtui/config.toml:2: keys."list.filter"')
    assert rows["cache fault"] == "The database of the cache is damaged"
    assert rows["yours file"] == "~/.local/share/pkgtui/personal.json is damaged"
    assert (cache / "cache.db").exists(), "nothing is moved"
    page = examine(home, "--offline")[0].stdout
    assert page.count("\n! ") == 3
    assert page.endswith("\n3 findings\n")


def test_the_catalog_of_all_users_of_the_machine_is_looked_at(home: Path) -> None:
    shared = home / "shared.pkgtui"
    generation = Generation(
        site_url="https://djangopackages.org",
        synced_at=datetime.now(UTC) - timedelta(hours=2),
        complete=True,
    )
    shared.write_bytes(pack(Catalog(generation, (package(1),), (), ())))
    done, rows = examine(home, "--json", "--offline")
    assert done.returncode == 0
    assert rows["cache shared"] == "~/shared.pkgtui: 1 package, synced 2 h ago"
    shared.write_bytes(b"something else")
    done, rows = examine(home, "--json", "--offline")
    assert done.returncode == 1
    assert rows["cache shared"] == "~/shared.pkgtui: It is not a snapshot of pkgtui"


def test_where_syncs_come_from_is_told_without_what_signs_it(home: Path) -> None:
    signed = "https://mirror.example/c.pkgtui?signature=s3cret"
    done, rows = examine(home, "--json", PKGTUI_SYNC_FROM=signed)
    assert rows["site answer"] == "not asked: syncs take a snapshot from mirror.example"
    assert "s3cret" not in done.stdout


def test_settings_that_cannot_be_followed_are_a_finding(home: Path) -> None:
    done, rows = examine(home, "--json", "--offline", PKGTUI_FRESH_HOURS="soon")
    assert done.returncode == 1
    assert rows["settings file"] == "PKGTUI_FRESH_HOURS must be a number"
    assert "cache folder" not in rows


def test_nothing_private_is_told_whatever_the_environment_holds(home: Path, tmp_path: Path) -> None:
    host = platform.node().partition(".")[0]
    env = {
        "PKGTUI_CACHE_DIR": str(tmp_path / "data" / "jane" / f"on-{host}" / "s"),
        "PKGTUI_CONFIG": str(home / "s" / "config.toml"),
        "HTTPS_PROXY": "http://jane:s3cret@127.0.0.1:1/?key=tok3n",
        "HTTP_PROXY": "http://jane:s3cret@localhost:1/?key=tok3n",
        "PKGTUI_SITE_URL": "http://site.example",
        "TERM": "jane s3cret",
        "COLORTERM": "hunter2\x1b[31m hunter2",
        "LANG": "tok3n tok3n",
        "SSH_CONNECTION": "192.0.2.7 1 192.0.2.8 2",
        "TMUX": "/home/jane/tmux",
        "PKGTUI_TOKEN": "hunter2",
        "AWS_SECRET_ACCESS_KEY": "hunter2",
    }
    for form in ((), ("--json",)):
        done, _ = examine(home, *form, **env)
        page = (done.stdout + done.stderr).lower()
        assert done.returncode == 1
        for secret in (
            *SECRETS,
            str(home),
            "192.0.2",
            "localhost",
            host.lower(),
            getpass.getuser(),
        ):
            assert secret not in page.split("versions")[-1], f"{secret} is in\n{page}"
        assert "\x1b" not in page


KNOWN = Private(home="/home/jane", user="jane", host="orion", proxies=("gate.corp.example",))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/jane/.cache", "~/.cache"),
        ("/home/jane", "~"),
        ("/home/janet/x", "/home/janet/x"),
        ("through the proxy gate.corp.example:3128 (x)", "through the proxy <proxy> (x)"),
        ("/srv/Jane/x", "/srv/<user>/x"),
        ("no connection to orion.corp.example (x)", "no connection to <host> (x)"),
        ("https://me:pass@host/p?token=1#x y", "https://host/p y"),
        ("https://token@host/", "https://host/"),
        ("a\x1b[31mb\nc", "a[31mb c"),
    ],
)
def test_what_is_private_is_left_out_of_any_text(text: str, shown: str) -> None:
    assert KNOWN.shown(text) == shown


@given(
    st.lists(st.sampled_from(["/home/jane", "jane", "orion", "/", ".", "x", " ", "@", "?", "://"]))
)
def test_no_mixture_lets_a_name_through(pieces: list[str]) -> None:
    words = KNOWN.shown("".join(pieces)).replace("~", " ")
    for name in ("jane", "orion"):
        # Inside another word it is no name.
        assert name not in words.replace("/", " ").replace(".", " ").split()


def test_who_the_person_is_is_found_out() -> None:
    found = private({"HOME": "/h"})
    assert found.home == "/h"
    assert found.host == platform.node().partition(".")[0]
