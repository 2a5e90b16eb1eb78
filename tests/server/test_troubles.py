"""Every way in which the site misbehaves, from the command line and on the wire."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.server.running import SiteServer
from tests.server.troubles import TROUBLES, Trouble

from pkgtui.cli.group import cli


@pytest.fixture(scope="session")
def _synced(_running_small_site: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("troubles") / "cache"
    _running_small_site.reset()
    words = ["sync", "--site-url", _running_small_site.url, "--cache-dir", str(folder)]
    assert CliRunner().invoke(cli, words).exit_code == 0
    return folder


@pytest.fixture
def cache(_synced: Path, monkeypatch: pytest.MonkeyPatch, small_site: SiteServer) -> Path:
    """A cache that was synced when the site was new; whoever changes it copies it first."""
    monkeypatch.setenv("PKGTUI_CACHE_DIR", str(_synced))
    monkeypatch.setenv("PKGTUI_SITE_URL", small_site.url)
    return _synced


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def status() -> Any:
    return json.loads(run("status", "--json").stdout)


@pytest.mark.usefixtures("hurried", "cache")
@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
def test_a_sync_says_what_failed_what_is_left_and_what_to_do(
    small_site: SiteServer, trouble: Trouble
) -> None:
    before = status()
    trouble.begin(small_site)
    small_site.clear()

    done = run("sync")

    small_site.release()
    assert (done.exit_code, done.stdout) == (trouble.code, "")
    sentences = done.stderr.splitlines()[-1]
    assert sentences.startswith("pkgtui: ")
    assert re.search(trouble.words, sentences), sentences
    failed, kept, advice = re.fullmatch(
        r"pkgtui: (.+)\. (The catalog of .+ was kept)\. (.+)\.", sentences
    ).groups()  # type: ignore[union-attr]  # it matches, or the test fails
    assert all(part.isprintable() and "Traceback" not in part for part in (failed, kept, advice))
    assert status() == before

    requests = small_site.requests("/")
    assert max(request.at_once for request in requests) <= 4
    assert len(requests) <= 4 + trouble.most
    assert {request.headers["Host"] for request in requests} == {
        small_site.url.removeprefix("http://")
    }
