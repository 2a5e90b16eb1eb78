"""``pkgtui changes`` over the sample."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pkgtui.cli.group import cli
from pkgtui.models.changes import Kind


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["--demo", "changes", *words])


def found(*words: str) -> Any:
    done = run("--json", *words)
    assert done.exit_code == 0
    return json.loads(done.stdout)


def test_every_change_is_printed_the_newest_first() -> None:
    everything = found()
    assert everything["count"] == everything["total"] == len(everything["items"]) > 20
    days = [item["seen_at"] for item in everything["items"]]
    assert days == sorted(days, reverse=True)
    assert {item["kind"] for item in everything["items"]} <= {*Kind}
    assert set(everything["items"][0]) == {
        *("seen_at", "kind", "package", "grid", "title", "before", "after")
    }
    assert len(run().stdout.splitlines()) == everything["count"]


def test_since_a_day_and_by_words() -> None:
    days = sorted({item["seen_at"][:10] for item in found()["items"]})
    since = found("--since", days[-1])
    assert {item["seen_at"][:10] for item in since["items"]} == {days[-1]}
    assert 0 < since["count"] < since["total"]
    released = found("new", "version")["items"]
    assert {item["kind"] for item in released} == {"released", "new"}
    told = released[0]
    assert f"{told['before']} → {told['after']}" in run("new", "version").stdout
    assert {it["kind"] for it in found("is:archived")["items"]} >= {"archived"}


def test_where_nothing_is_found_this_is_said_on_stderr() -> None:
    done = run("zzzzzz")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "No change was found" in done.stderr


@pytest.mark.parametrize("words", [("--since", "Monday"), ("--since", "2026-13-01")])
def test_a_day_that_is_none_is_wrong_usage(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


def test_without_a_cache_it_says_what_to_do() -> None:
    done = CliRunner().invoke(cli, ["--offline", "changes"])
    assert done.exit_code == 3
    assert "Run `pkgtui sync`" in done.stderr
