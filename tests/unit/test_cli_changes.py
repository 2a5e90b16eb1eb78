"""The days that ``pkgtui changes`` takes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pkgtui.cli.group import cli


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["--demo", "changes", *words])


def found(*words: str) -> Any:
    done = run("--json", *words)
    assert done.exit_code == 0
    return json.loads(done.stdout)


def test_since_a_day_and_since_a_moment() -> None:
    everything = found("--all")
    moments = sorted({item["seen_at"] for item in everything["items"]})
    assert len(moments) > 1
    since = found("--since", moments[-1][:10])
    assert {item["seen_at"] for item in since["items"]} == {moments[-1]}
    assert 0 < since["count"] < since["total"] == everything["total"]
    moment = moments[0].replace("Z", "+00:00")
    after = found("--since", moment)
    assert {item["seen_at"] for item in after["items"]} == set(moments[1:])


@pytest.mark.parametrize("words", [("--since", "Monday"), ("--since", "2026-13-01")])
def test_a_day_that_is_none_is_wrong_usage(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2
