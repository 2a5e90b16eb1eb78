"""What the documentation says is so: commands, targets, files, settings and keys."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.server.running import SiteServer
from tests.terminal.driver import PROGRAM, Start, environment
from textual.binding import Binding

from pkgtui.settings import Settings, load_settings
from pkgtui.tui import bindings, themes

ROOT = Path(__file__).resolve().parents[2]
DOCS = {
    str(file.relative_to(ROOT)): file.read_text(encoding="utf-8")
    for file in sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
}
README = DOCS["README.md"]
SHELLS = frozenset({"console", "sh", "bash", "shell"})
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
IN_LINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
# A path of ours: with a folder, or with one of these endings.
OUR_PATH = re.compile(r"(?:[\w.-]+/)+[\w.-]*|[\w.-]+\.(?:py|md|toml|tcss|ya?ml)")
PLACES = (ROOT, ROOT / "src" / "pkgtui", ROOT / "src" / "pkgtui" / "tui")
PERSONS_OWN = frozenset({"config.toml", "benchmarks/results/latest.json", "benchmarks/.peers"})
KEY_NAMES = {
    "/": "slash",
    ":": "colon",
    "?": "question_mark",
    "esc": "escape",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "↓": "down",
    "↑": "up",
    "→": "right",
    "←": "left",
}


def blocks(text: str, *languages: str) -> list[str]:
    return [body for language, body in FENCE.findall(text) if language in languages]


def commands(program: str) -> Iterator[tuple[str, str]]:
    """Every line of a shell and every piece in backticks that starts with `program`."""
    for name, text in DOCS.items():
        lines = "".join(blocks(text, *SHELLS)).splitlines()
        pieces = IN_LINE.findall(FENCE.sub("", text))
        for line in dict.fromkeys(line.removeprefix("$ ").strip() for line in (*lines, *pieces)):
            if line.split(" ")[0] == program:
                yield name, line


def rows(*header: str) -> list[list[str]]:
    """The cells of the README's table with that header."""
    first = f"| {' | '.join(header)} |\n"
    assert first in README, f"there is no table of {header}"
    table = README.split(first, 1)[1].split("\n\n", 1)[0]
    lines = table.splitlines()[1:]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


# The commands that answer on the small site; the others open the dashboard or need files.
TRIED = frozenset(
    {"sync", "status", "show", "search", "packages", "grids", "categories", "grid", "people"}
    | {"compare", "watch"}
)
PKGTUI = sorted({line for _, line in commands("pkgtui")})
MAKE = sorted({line for _, line in commands("make")})


def test_there_is_something_to_try() -> None:
    assert {"pkgtui", "pkgtui sync", "pkgtui --demo"} <= set(PKGTUI)
    assert MAKE[:1], "no make target is named"
    first = blocks(README, *SHELLS)[:2]
    assert first == ["make run\n", "make test\n"]


# Commands


@pytest.fixture(scope="session")
def walked_home(_running_small_site: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose cache mirrors the small site."""
    _running_small_site.reset()
    home = tmp_path_factory.mktemp("reader")
    env = environment(home, PKGTUI_SITE_URL=_running_small_site.url)
    subprocess.run([PROGRAM, "sync"], env=env, check=True, capture_output=True)
    return home


@pytest.mark.parametrize("line", PKGTUI)
def test_a_command_does_what_it_is_shown_for(
    line: str, small_site: SiteServer, walked_home: Path
) -> None:
    words = shlex.split(line)[1:]
    only_told = not TRIED & set(words)
    is_a_pattern = any(word.strip("[]").isupper() for word in words)
    if only_told or is_a_pattern:
        words = [word for word in words if not word.strip("[]").isupper()] + ["--help"]
    done = subprocess.run(
        [PROGRAM, *words],
        env=environment(walked_home, PKGTUI_SITE_URL=small_site.url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("line", MAKE)
def test_a_make_target_exists(line: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    wanted = [word for word in shlex.split(line)[1:] if "=" not in word]
    assert set(wanted) <= targets


# Files


@pytest.mark.parametrize("name", DOCS)
def test_every_link_leads_somewhere(name: str) -> None:
    for target in LINK.findall(FENCE.sub("", DOCS[name])):
        path, _, heading = target.partition("#")
        if re.match(r"\w+:", target):
            continue
        file = (ROOT / name).parent / path if path else ROOT / name
        assert file.exists(), f"{name} links to {target}, which is not there"
        if heading:
            titles = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}
            assert heading in anchors, f"{name} links to {target}, which has no such heading"


@pytest.mark.parametrize("name", DOCS)
def test_every_file_that_is_named_exists(name: str) -> None:
    for piece in IN_LINE.findall(FENCE.sub("", DOCS[name])):
        if OUR_PATH.fullmatch(piece) and piece not in PERSONS_OWN:
            found = [place for place in PLACES if (place / piece).exists()]
            assert found, f"{name} names {piece}, which is not there"


# Settings


CONFIGURATION = DOCS["docs/configuration.md"]


@pytest.mark.parametrize("example", blocks(README, "toml") + blocks(CONFIGURATION, "toml"))
def test_the_configuration_example_is_taken(example: str, start: Start, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(example, encoding="utf-8")
    check = [PROGRAM, "config", "check", "--config", str(file)]
    assert subprocess.run(check, check=False, capture_output=True).returncode == 0
    assert load_settings({"config": str(file)}, {}).config_file == file
    terminal = start("--demo", "--config", str(file))
    terminal.wait("SAMPLE DATA")
    terminal.press("ctrl+c")
    assert terminal.wait_exit() == 0


def test_every_setting_is_told_and_every_told_one_is_there() -> None:
    options = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=True).stdout
    told = [
        [cell.strip("`") for cell in row]
        for row in rows("option", "variable", "in the file", "default")
    ]
    assert {name for _, _, name, _ in told if name} == set(Settings.__struct_fields__) - {
        "keys",
        "config_file",
    }
    for option, variable, name, _ in told:
        assert option.split(" ")[0] in options
        assert variable.split("=")[0] == f"PKGTUI_{name.upper() or 'CONFIG'}"


def test_every_binding_is_told_with_its_keys() -> None:
    tables = (table for table in vars(bindings).values() if isinstance(table, list))
    every = (one for table in tables for one in table if isinstance(one, Binding) and one.id)
    wanted = {one.id: f"| `{one.id}` | `{one.key}` | {one.description} |" for one in every}
    told = [line for line in CONFIGURATION.splitlines() if re.match(r"\| `\w+\.\w+` \|", line)]
    assert sorted(told) == sorted(wanted.values())


def test_every_theme_that_is_named_is_there() -> None:
    section = CONFIGURATION.split("## Themes")[1].split("##")[0]
    named = {word for word in IN_LINE.findall(section) if "-" in word or len(word) > len("theme")}
    assert named - {"PKGTUI_THEME"} <= set(themes.NAMES)


# Keys


def known_keys() -> set[str]:
    tables = (table for table in vars(bindings).values() if isinstance(table, list))
    every = (one for table in tables for one in table if isinstance(one, Binding))
    return {key for binding in every for key in binding.key.split(",")}


@pytest.mark.parametrize("row", rows("key", "what it does"), ids=lambda row: row[0])
def test_a_key_of_the_manual_is_bound(row: list[str]) -> None:
    keys = IN_LINE.findall(row[0])
    assert keys
    for key in keys:
        name = KEY_NAMES.get(key, key)
        assert name in known_keys()


FOLDERS = {"T": "terminal", "S": "server", "D": "tui", "U": "unit"}
PROOF = re.compile(r"(?:\b([TSDU]) )?`([\w.]*)::(\w+)`")


def test_every_promise_is_shown_by_tests_that_exist() -> None:
    rows = [line for line in DOCS["docs/reliability.md"].splitlines() if line.startswith("| ")]
    promises = [row for row in rows if not row.startswith(("| promise", "| ---"))]
    assert len(promises) > 50
    for promise in promises:
        shown = PROOF.findall(promise.rpartition(" | ")[2])
        assert shown, promise
        folder = name = ""
        for letter, file, test in shown:
            folder, name = FOLDERS.get(letter, folder), file or name
            text = (ROOT / "tests" / folder / name).read_text(encoding="utf-8")
            assert re.search(rf"^(async )?def {test}\(", text, re.MULTILINE), f"{name}::{test}"
