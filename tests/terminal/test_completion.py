"""Tab, pressed in real shells: bash, zsh and fish complete what is in the catalog."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.terminal.driver import PROGRAM, Terminal, environment
from tests.unit.catalogs import catalog, package

from pkgtui.settings import load_settings
from pkgtui.store.catalog_store import CatalogStore

PROMPT = "ready>"
START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
SETUP = {
    "bash": (
        f"PS1='{PROMPT} '; bind 'set bell-style none'; bind 'set enable-bracketed-paste off'; "
        'bind "set completion-query-items 0"; eval "$(pkgtui completion bash)"'
    ),
    "zsh": (
        f"PS1='{PROMPT} '; unset zle_bracketed_paste; autoload -Uz compinit; compinit -u -D; "
        'eval "$(pkgtui completion zsh)"'
    ),
    "fish": (f"function fish_prompt; echo -n '{PROMPT} '; end; pkgtui completion fish | source"),
}
DROP_LINE = "\x15"


class Prompt:
    """A shell that waits for a line."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    def type(self, words: str) -> None:
        """Type `words` on an empty line."""
        self.terminal.press(DROP_LINE)
        self.terminal.until(lambda: self.line == "", "an empty line")
        self.terminal.press(words)
        self.terminal.until(lambda: self.line == words.rstrip(), words)

    def completes(self, words: str, line: str) -> None:
        """Type `words`, press Tab and wait until the line is `line`."""
        self.type(words)
        self.terminal.press("tab")
        self.terminal.until(lambda: self.line == line, line)

    @property
    def line(self) -> str:
        """What stands behind the last prompt."""
        lines = [it for it in self.terminal.text.split("\n") if it.startswith(PROMPT)]
        return lines[-1].removeprefix(PROMPT).strip() if lines else "no prompt yet"


@pytest.fixture(scope="module", params=START)
def shell(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Prompt]:
    """Each shell, with the completion of pkgtui loaded, in a folder with some files."""
    name: str = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} cannot be found: install it")
    home = tmp_path_factory.mktemp(name)
    env = environment(home)
    env["PATH"] = f"{Path(PROGRAM).parent}{os.pathsep}{env['PATH']}"
    (home / "my-config.toml").touch()
    folder = load_settings({"cache_dir": str(home / "kept")}, {}).site_cache
    with closing(CatalogStore.open(folder)) as store:
        odd = package(1, slug="only-kept", participants=("Zoë d'Arc",))
        store.commit(catalog(odd, package(2, slug="other")))
    with Terminal(START[name], env, cwd=home, columns=160, echo=True) as terminal:
        terminal.settle(0.3)
        terminal.press(f"{SETUP[name]}; clear\r")
        terminal.until(lambda: terminal.text.strip() == PROMPT, "an empty prompt")
        yield Prompt(terminal)


@pytest.fixture
def prompt(shell: Prompt) -> Prompt:
    """A shell with nothing else on its screen."""
    shell.type("clear")
    shell.terminal.press("\r")
    shell.terminal.until(lambda: shell.terminal.text.strip() == PROMPT, "an empty prompt")
    return shell


def test_tab_completes_in_a_real_shell(prompt: Prompt) -> None:
    for typed, line in (
        ("pkgtui sta", "pkgtui status"),
        ("pkgtui cache ver", "pkgtui cache verify"),
        ("pkgtui show --js", "pkgtui show --json"),
        ("pkgtui --demo show procr", "pkgtui --demo show procrastinate"),
        ("pkgtui --cache-dir kept show on", "pkgtui --cache-dir kept show only-kept"),
        ("pkgtui --config my", "pkgtui --config my-config.toml"),
        # What has a colon, blanks and quotes in it, within quotes and without.
        ("pkgtui --demo packages is:arch", "pkgtui --demo packages is:archived"),
        ("pkgtui --demo packages 'queue is:arch", "pkgtui --demo packages 'queue is:archived'"),
        ('pkgtui --demo packages "queue is:arch', 'pkgtui --demo packages "queue is:archived"'),
        ("pkgtui --demo packages \\(is:arch", "pkgtui --demo packages \\(is:archived"),
        ("pkgtui --demo packages stars:\\>=", "pkgtui --demo packages stars:\\>=100"),
        ("pkgtui --demo packages 'stars:>=", "pkgtui --demo packages 'stars:>=100'"),
    ):
        prompt.completes(typed, line)


def test_several_that_fit_are_shown(prompt: Prompt) -> None:
    prompt.type("pkgtui --demo grids ")
    prompt.terminal.press("tab", "tab")
    prompt.terminal.wait(r"members:.*stars:|stars:(.|\n)*members:|members:(.|\n)*stars:")


def test_a_completed_name_is_what_the_command_gets(prompt: Prompt) -> None:
    """A name with an accent, a blank and a quote survives the shell."""
    prompt.type("pkgtui --cache-dir kept packages 'by:\"Z")
    prompt.terminal.press("tab")
    prompt.terminal.until(lambda: "Arc" in prompt.line, "the name")
    prompt.terminal.press("\r")
    prompt.terminal.wait(r"(?m)^only-kept ")


def test_without_a_catalog_nothing_is_offered_and_nothing_said(prompt: Prompt) -> None:
    for words in ("show a", "packages is:arch", "--cache-dir nowhere show p", "--config no show p"):
        prompt.type(f"pkgtui {words}")
        prompt.terminal.press("tab", "Z")
        prompt.terminal.until(lambda: prompt.line.endswith("Z"))
        assert prompt.line == f"pkgtui {words}Z"
        assert prompt.terminal.text.strip() == f"{PROMPT} {prompt.line}"


@pytest.mark.parametrize("shell", START)
def test_the_script_is_one_that_the_shell_can_read(shell: str, home: Path) -> None:
    script = subprocess.run(
        [PROGRAM, "completion", shell],
        env=environment(home),
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert re.search(r"_PKGTUI_COMPLETE=\w+_complete", script)
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} cannot be found: install it")
    subprocess.run([shell, "-n", "/dev/stdin"], input=script, check=True, text=True)
