"""``pkgtui compare`` on the sample."""

from __future__ import annotations

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from pkgtui.cli.group import cli
from pkgtui.models.personal import MOST_MARKED
from pkgtui.paths import sample_file
from pkgtui.store.codec import decode


def run(*words: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(cli, ["--demo", "compare", *words])


def test_packages_stand_side_by_side() -> None:
    done = run("procrastinate", "django-q", "procrastinate")
    assert done.exit_code == 0
    rows = {label: cells for label, *cells in (it.split("\t") for it in done.stdout.splitlines())}
    assert rows["slug"] == ["procrastinate", "django-q"]
    assert rows["stars"] == ["1,197", "1,878"]
    assert rows["category"] == ["App", "App"]


@pytest.mark.parametrize("option", ["--markdown", "--csv", "--json", "--plain"])
def test_each_form_is_what_it_says(option: str) -> None:
    done = run("procrastinate", "3324", option)
    assert (done.exit_code, done.stderr) == (0, "")
    if option == "--markdown":
        assert done.stdout.startswith("|  | Procrastinate | django-cron |\n| --- | --- | --- |\n")
    elif option == "--csv":
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert [row["slug"] for row in rows] == ["procrastinate", "django_cron"]
        assert [row["health"] for row in rows] == ["good", "poor"]
    elif option == "--plain":
        assert done.stdout.startswith("slug\tprocrastinate\tdjango_cron\n")
    else:
        found = json.loads(done.stdout)
        assert (found["count"], found["total"]) == (2, 2)
        assert [one["slug"] for one in found["items"]] == ["procrastinate", "django_cron"]


def test_a_package_that_is_not_there_is_told_with_what_is_close() -> None:
    done = run("procrastinate", "django-cron")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "There is no package django-cron. Close to it: django_cron" in done.stderr


def test_without_a_catalog_there_is_nothing_to_compare(tmp_path: object) -> None:
    done = CliRunner(env={"PKGTUI_CACHE_DIR": str(tmp_path)}).invoke(
        cli, ["compare", "--offline", "procrastinate"]
    )
    assert done.exit_code == 3
    assert "Nothing is cached" in done.stderr


def test_more_than_anyone_compares_is_refused() -> None:
    slugs = [package.slug for package in decode(sample_file().read_bytes()).packages]
    done = run(*slugs[: MOST_MARKED + 1])
    assert done.exit_code == 2
    assert f"At most {MOST_MARKED} packages" in done.stderr
    assert run(*slugs[:MOST_MARKED], "--csv").exit_code == 0
