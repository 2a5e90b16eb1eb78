"""A real sshd on loopback, for this user alone, and the real ssh that goes to it."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 20.0
_SERVER = """\
ListenAddress 127.0.0.1:{port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/person.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
PermitUserRC no
PrintMotd no
PrintLastLog no
"""
_CLIENT = """\
Host loopback
    HostName 127.0.0.1
    Port {port}
    User {user}
    IdentityFile {folder}/person
    IdentitiesOnly yes
    IdentityAgent none
    UserKnownHostsFile {folder}/known
    GlobalKnownHostsFile none
    StrictHostKeyChecking yes
    EscapeChar none
    LogLevel ERROR
"""


def why_not() -> str | None:
    """Say why there can be no sshd here; None where there can."""
    missing = [name for name in ("sshd", "ssh", "ssh-keygen") if _found(name) is None]
    return f"{' and '.join(missing)} cannot be found: install openssh-server" if missing else None


@dataclass(frozen=True)
class SshServer:
    """A running sshd; `argv` is how to go there."""

    folder: Path

    def argv(self, command: Sequence[str], env: Mapping[str, str]) -> list[str]:
        """Return what runs `command` there in a terminal, with `env` beside what sshd sets."""
        settings = (f"{name}={value}" for name, value in env.items())
        there = shlex.join(["env", *settings, *command])
        return ["ssh", "-tt", "-F", str(self.folder / "client"), "loopback", f"exec {there}"]

    def refusal(self) -> str | None:
        """Say why there is no terminal there: some machines let only a root give one away."""
        tried = subprocess.run(
            self.argv(["true"], {}), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        return None if tried.returncode == 0 else (self.folder / "log").read_text().strip()


@contextmanager
def running_sshd(folder: Path) -> Iterator[SshServer]:
    """Start an sshd that keeps everything in `folder` and touches nothing of the machine's."""
    for name in ("host", "person"):
        key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(key, check=True)
    if os.geteuid() == 0:
        # A root's sshd gives its rights away in this folder, which only its package makes.
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    facts = {"folder": folder, "port": port, "user": getpass.getuser()}
    (folder / "server").write_text(_SERVER.format(**facts))
    (folder / "client").write_text(_CLIENT.format(**facts))
    host = (folder / "host.pub").read_text()
    (folder / "known").write_text(f"[127.0.0.1]:{port} {host}")
    with (folder / "log").open("w") as log:
        program = [str(_found("sshd")), "-D", "-e", "-f", str(folder / "server")]
        server = subprocess.Popen(program, stdin=subprocess.DEVNULL, stderr=log)
        try:
            _wait_for(port, server, folder / "log")
            yield SshServer(folder)
        finally:
            server.terminate()
            server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"sshd did not start:\n{log.read_text()}")


def _found(name: str) -> str | None:
    """Return the whole path of a program, which sshd insists on."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")
