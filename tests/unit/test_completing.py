"""What completions answer, and how a line is taken apart for them."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.catalogs import catalog, package

from pkgtui.cli.completing import MOST
from pkgtui.cli.shells import read_line
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.settings import load_settings
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.snapshot import pack

SCRIPT = (
    "import sys\nfrom pkgtui.cli import main\n"
    "try:\n    main()\nexcept SystemExit:\n    pass\n"
    "print(sorted({'textual', 'httpx', 'diskcache', 'rich'} & set(sys.modules)), file=sys.stderr)\n"
)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def keep(cache: Path, slugs: list[str]) -> Path:
    folder = load_settings({"cache_dir": str(cache)}, {}).site_cache
    with closing(CatalogStore.open(folder)) as store:
        store.commit(catalog(*(package(at, slug=slug) for at, slug in enumerate(slugs, 1))))
    return folder


def answer(cache: Path, line: str, asker: str = "fish") -> list[str]:
    """What a shell is answered, after it was seen that nothing heavy was imported."""
    env = os.environ | {
        "PKGTUI_CACHE_DIR": str(cache),
        "COMP_LINE": line,
        "COMP_WORDBREAKS": " \t\n\"'><=;|&(:",
        "_PKGTUI_COMPLETE": f"{asker}_complete",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=True
    )
    assert done.stderr == "[]\n"
    return [it for it in done.stdout.split("\n") if it]


def test_packages_are_offered_with_their_titles(cache: Path) -> None:
    keep(cache, ["alpha", "beta", "bold"])
    found = sorted(answer(cache, "pkgtui show b"))
    assert found == ["plain,beta\tPackage 2", "plain,bold\tPackage 3"]
    assert answer(cache, "pkgtui show alpha ") == []
    # Those that stand there already are not offered again.
    assert answer(cache, "pkgtui compare beta b") == ["plain,bold\tPackage 3"]
    assert answer(cache, f"pkgtui --cache-dir {cache}/none show b") == []


def test_of_many_enough_are_offered_to_tell_what_all_begin_with(cache: Path) -> None:
    slugs = [f"django-{letter}{number}" for letter in "ab" for number in range(MOST)]
    keep(cache, slugs)
    found = [line.split("\t")[0].removeprefix("plain,") for line in answer(cache, "pkgtui show d")]
    assert len(found) <= MOST
    assert {slug[: len("django-a")] for slug in found} == {"django-a", "django-b"}


def test_the_catalog_of_all_users_of_the_machine_is_offered_too(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared.pkgtui"
    now = datetime.now(UTC) - timedelta(hours=1)
    generation = Generation(site_url="https://djangopackages.org", synced_at=now, complete=True)
    shared.write_bytes(pack(Catalog(generation, (package(1, slug="shared"),), (), ())))
    monkeypatch.setenv("PKGTUI_SYSTEM_CATALOG", str(shared))
    assert answer(cache, "pkgtui show sh") == ["plain,shared\tPackage 1"]
    shared.write_bytes(shared.read_bytes()[:-1])
    assert answer(cache, "pkgtui show sh") == []
    keep(cache, ["shelf"])
    assert answer(cache, "pkgtui show sh") == ["plain,shelf\tPackage 1"]


def test_a_lone_key_is_offered_with_its_values(cache: Path) -> None:
    keep(cache, ["alpha"])
    found = answer(cache, "pkgtui packages 'queue heal", asker="bash")
    assert "plain,queue health:good" in found
    assert all(line.startswith("plain,queue health:") for line in found)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("pkgtui packages is:arc", "plain,archived"),
        ("pkgtui packages 'is:arc", "plain,is:archived"),
        ("pkgtui packages stars:\\>=", "plain,100"),
        ("pkgtui packages stars:\\<", "plain,\\<10"),
        ('pkgtui packages "stars:>=', "plain,stars:>=100"),
        ("pkgtui packages health:goo", "plain,good"),
        ("PKGTUI_OFFLINE=1 pkgtui show al", "plain,alpha"),
        ("pkgtui packages \\(is:arc", "plain,archived"),
    ],
)
def test_bash_is_answered_with_what_it_puts_behind_a_colon(
    cache: Path, line: str, found: str
) -> None:
    keep(cache, ["alpha"])
    assert answer(cache, line, asker="bash") == [found]


@pytest.mark.parametrize("damage", ["none", "damaged", "folder", "settings"])
def test_without_a_catalog_nothing_is_offered_and_nothing_made(cache: Path, damage: str) -> None:
    words = "show al"
    if damage == "settings":
        words = "--site-url nonsense show al"
    elif damage != "none":
        folder = keep(cache, ["alpha"])
        (folder / "cache.db").unlink()
        if damage == "damaged":
            (folder / "cache.db").write_bytes(b"no database" * 1000)
        else:
            (folder / "cache.db").mkdir()
    before = sorted(cache.rglob("*"))
    assert answer(cache, f"pkgtui {words}") == []
    assert sorted(cache.rglob("*")) == before


# Lines


@pytest.mark.parametrize(
    ("line", "words", "begun", "quote", "kept"),
    [
        ("pkgtui ", ["pkgtui"], "", "", ""),
        ("pkgtui show", ["pkgtui"], "show", "", ""),
        ("pkgtui 'a b", ["pkgtui"], "a b", "'", ""),
        ("pkgtui 'a b' ", ["pkgtui", "a b"], "", "", ""),
        ("pkgtui a\\ b", ["pkgtui"], "a b", "", ""),
        ("pkgtui is:a", ["pkgtui"], "is:a", "", "is:"),
        ("pkgtui is:'a b", ["pkgtui"], "is:a b", "'", "is:"),
        ("pkgtui 'is:a", ["pkgtui"], "is:a", "'", ""),
        ("pkgtui 'is:a'", ["pkgtui"], "is:a", "", ""),
        ("A=1 B='2 3' pkgtui x", ["pkgtui"], "x", "", ""),
        ("", [], "", "", ""),
    ],
)
def test_a_line_is_taken_apart_as_the_shell_does(
    line: str, words: list[str], begun: str, quote: str, kept: str
) -> None:
    typed = read_line(line, ":=")
    assert (typed.words, typed.begun, typed.quote, typed.kept) == (words, begun, quote, kept)


@given(st.text(alphabet=st.sampled_from("ab =:'\"\\\t>(é")))
def test_any_line_is_taken_apart(line: str) -> None:
    typed = read_line(line, ":=")
    assert typed.begun.startswith(typed.kept)
    assert all(
        "\t" not in word or "'" in line or '"' in line or "\\" in line for word in typed.words
    )
