"""What every test runs in: the test sites at hand, and nothing of this machine in sight."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.server.fixtures"]

# The suite tries the same examples on every run, so that it fails for a change and never by luck;
# `make fuzz` looks for new ones. Neither minds how long an example takes on a busy machine.
settings.register_profile("suite", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=3000, deadline=None)
settings.load_profile("suite")

_HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
_PREFIXES = ("XDG_", "PKGTUI_", "SSH_", "TEXTUAL_", "TMUX")
_NAMES = frozenset({"NO_COLOR", "FORCE_COLOR", "STY", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER"})
_AUTHORITIES = frozenset({"SSL_CERT_FILE", "SSL_CERT_DIR", "NETRC"})
_SNAPSHOTS = "TEXTUAL_SNAPSHOT_TEMPDIR"  # Where the snapshot plugin keeps what it compares.
_PROXIES = ("_PROXY", "_proxy")


@pytest.fixture(autouse=True)
def _own_little_world(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Hide the person's own settings, cache, session, proxies and certificates from every test."""
    home = str(tmp_path_factory.mktemp("home"))
    for name in os.environ:
        if name == _SNAPSHOTS:
            continue
        if name.startswith(_PREFIXES) or name.endswith(_PROXIES) or name in _NAMES | _AUTHORITIES:
            monkeypatch.delenv(name)
    for name in _HOMES:
        monkeypatch.setenv(name, home)
    # What the users of this machine share would stand in for a cache that a test left empty.
    monkeypatch.setenv("PKGTUI_SYSTEM_CATALOG", str(Path(home, "shared.pkgtui")))
