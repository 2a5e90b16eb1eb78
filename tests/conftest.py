"""What every test runs in: the test sites at hand, and nothing of this machine in sight."""

from __future__ import annotations

import os

import pytest

pytest_plugins = ["tests.server.fixtures"]

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
