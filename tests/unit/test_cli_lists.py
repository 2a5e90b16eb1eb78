"""What the commands that list print: shapes, forms, exit codes, on the sample and on a cache."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st
from tests.records import made_grid
from tests.unit.catalogs import catalog, package

from pkgtui.cli.group import LateGroup, cli
from pkgtui.cli.output import Form, ListColumn, Output, print_list
from pkgtui.models.entries import LONGEST_TEXT, Grid
from pkgtui.models.personal import with_grid, with_note, with_watched
from pkgtui.paths import data_dir
from pkgtui.personal import PersonalFile
from pkgtui.settings import load_settings
from pkgtui.store.catalog_store import CatalogStore

Run = Callable[..., Result]

PACKAGE = {
    "category",
    "grids",
    "id",
    "title",
    "slug",
    "last_updated",
    "last_fetched",
    "repo_url",
    "pypi_version",
    "created",
    "modified",
    "repo_forks",
    "repo_description",
    "pypi_url",
    "documentation_url",
    "repo_watchers",
    "commits_over_52",
    "participants",
    "marks",
    "health",
}
CATEGORY = {
    "id",
    "title",
    "slug",
    "description",
    "title_plural",
    "show_pypi",
    "created",
    "modified",
    "package_count",
}
GRID = {
    "id",
    "title",
    "slug",
    "description",
    "is_locked",
    "packages",
    "header",
    "created",
    "modified",
    "stars",
    "commits",
    "own",
}
CHANGE = {"kind", "seen_at", "package", "grid", "before", "after", "watched"}
LIST = ["count", "total", "items"]

# The command, the names of the whole and of an item, its figures, and the first plain line.
GOLDEN = [
    ("categories", LIST, CATEGORY, (4, 4), "apps\t344\tApps"),
    (
        "grids members:>26 --sort stars",
        LIST,
        GRID,
        (4, 40),
        "message-queues\t34\t15293\tMessage Queues",
    ),
    (
        "grid workers-queues-tasks health:good",
        ["count", "total", "grid", "items"],
        PACKAGE,
        (9, 23),
        "procrastinate\t1197\t2026-02-13T20:54:51-05:00\tgood\t\t3.7.2",
    ),
    (
        "packages django-q -is:archived",
        LIST,
        PACKAGE,
        (7, 420),
        "django-q\t1878\t2021-06-26T08:04:16-04:00\tpoor\tdormant\t1.3.9",
    ),
    (
        "people ewjoachim",
        ["count", "total", "name", "bot", "items"],
        PACKAGE | {"place"},
        (1, 1),
        "procrastinate\t1\t1197\t2026-02-13T20:54:51-05:00\tgood\t\t3.7.2",
    ),
    (
        "search procrastinate",
        LIST,
        {"type", "slug", "title", "score"},
        (1, 1),
        "package\tprocrastinate\t1197\tProcrastinate",
    ),
    (
        "changes --all archived",
        ["count", "total", "dropped", "since", "items"],
        CHANGE,
        (6, 54),
        "2026-02-15T23:00:00Z\tno\tdjango-drift-groups\tarchived\tor deprecated, replaced",
    ),
    (
        "compare procrastinate django-q",
        LIST,
        PACKAGE
        | {
            "archived",
            "commits",
            "active_weeks",
            "trend",
            "people",
            "bots",
            "shared_people",
        },
        (2, 2),
        "slug\tprocrastinate\tdjango-q",
    ),
]
LISTS = [words.split()[0] for words, *_ in GOLDEN]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on a cache with three packages and a grid."""
    cache = str(tmp_path / "cache")
    kept = catalog(
        package(1, title="=1+1", slug="mailer", repo_description="two\n\tlines | and *stars*"),
        package(2, repo_watchers=2000, participants=("ada", "Bo Be", "CY", "Cy")),
        package(3, repo_watchers=None, category=None),
        grids=(made_grid(7, "Mail", (1, 2)),),
    )
    with closing(CatalogStore.open(load_settings({"cache_dir": cache}, {}).site_cache)) as store:
        store.commit(kept)
    runner = CliRunner(env={"PKGTUI_CACHE_DIR": cache, "PKGTUI_OFFLINE": "1"})
    return lambda *words: runner.invoke(cli, words)


def demo(line: str) -> Result:
    return CliRunner().invoke(cli, ["--demo", *line.split()])


def data(result: Result) -> Any:
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return json.loads(result.stdout)


def keep(*changes: Any) -> None:
    for change in changes:
        PersonalFile(data_dir(os.environ)).edit(change)


# The contract


@pytest.mark.parametrize(("line", "names", "item", "figures", "plain"), GOLDEN, ids=LISTS)
def test_a_list_is_what_it_always_was(
    line: str, names: list[str], item: set[str], figures: tuple[int, int], plain: str
) -> None:
    found = data(demo(f"{line} --json"))
    assert list(found) == names
    assert (found["count"], found["total"]) == figures
    assert len(found["items"]) == found["count"]
    assert all(set(one) == item for one in found["items"])
    done = demo(line)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == plain
    assert demo(f"{line} --plain").stdout == done.stdout


@pytest.mark.parametrize("command", LISTS)
def test_each_form_has_every_item(command: str) -> None:
    line = next(line for line, *_ in GOLDEN if line.startswith(command))
    found = data(demo(f"{line} --json"))
    rows = list(csv.DictReader(io.StringIO(demo(f"{line} --csv").stdout)))
    assert len(rows) == found["count"]
    assert None not in {key for row in rows for key in row}
    if command != "compare":
        table = demo(f"{line} --markdown").stdout.splitlines()
        assert len(table) == found["count"] + 2
        assert len({line.count(" | ") for line in table}) == 1


@pytest.mark.parametrize("command", LISTS)
def test_two_forms_are_refused_by_name(command: str) -> None:
    line = next(line for line, *_ in GOLDEN if line.startswith(command))
    done = demo(f"{line} --json --markdown")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "pkgtui: --json and --markdown cannot both be given.\n"


@pytest.mark.parametrize("command", sorted({*LISTS} - {"compare"}))
def test_columns_are_chosen_and_unknown_ones_refused(command: str) -> None:
    line = next(line for line, *_ in GOLDEN if line.startswith(command))
    wrong = demo(f"{line} --columns beauty")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert wrong.stderr.startswith("pkgtui: There is no column 'beauty'. There are ")
    known = wrong.stderr.split("There are ")[1].rstrip(".\n").split(", ")
    chosen = f"{known[-1]},{known[0]}"
    (header, *_) = demo(f"{line} --csv --columns {chosen}").stdout.splitlines()
    assert header == chosen
    every = demo(f"{line} --csv --columns {','.join(known)}")
    assert (every.exit_code, every.stdout.splitlines()[0]) == (0, ",".join(known))


def test_what_is_promised_is_written_down() -> None:
    docs = Path(__file__).parents[2] / "docs"
    told = (docs / "commands.md").read_text(encoding="utf-8")
    of_the_api = PACKAGE - {"marks", "health"} | CATEGORY - {"package_count"}
    for line, names, item, *_ in GOLDEN:
        ours = item - of_the_api - set(Grid.__struct_fields__)
        assert all(f"`{name}`" in told for name in {*names, *ours}), line
    every = "".join(page.read_text(encoding="utf-8") for page in docs.glob("*.md"))
    for command in LateGroup.NAMES:
        assert f"pkgtui {command}" in every


def test_the_help_says_of_each_command_what_it_says_itself() -> None:
    context = click.Context(cli)
    for name, words in LateGroup.NAMES.items():
        command = cli.get_command(context, name)
        assert command is not None
        assert " ".join((command.help or "").partition("\n\n")[0].split()) == words


def test_count_is_after_filter_and_limit_and_total_before(run: Run) -> None:
    found = data(run("packages", "stars:>5", "--limit", "1", "--json"))
    assert (found["count"], found["total"], len(found["items"])) == (1, 3, 1)
    assert data(run("grids", "nothing", "--json")) == {"count": 0, "total": 1, "items": []}


def test_a_list_is_written_as_json_writes_it() -> None:
    text = demo("packages --limit 7 --json").stdout
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"
    assert demo("grids nothing --json").stdout == (
        '{\n  "count": 0,\n  "total": 40,\n  "items": []\n}\n'
    )


# What strangers wrote


def test_no_text_breaks_out_of_its_cell(run: Run) -> None:
    line = ("packages", "mailer", "--columns", "name,description,version")
    assert run(*line).stdout == "=1+1\ttwo lines | and *stars*\t1.0\n"
    rows = list(csv.reader(io.StringIO(run(*line, "--csv").stdout)))
    assert rows[1] == ["'=1+1", "two\n\tlines | and *stars*", "1.0"]
    shown = run(*line, "--markdown").stdout.splitlines()[2]
    assert shown == "| =1+1 | two lines \\| and \\*stars\\* | 1.0 |"


COLUMNS = (
    ListColumn("text", "text", str),
    ListColumn("length", "length", lambda it: f"{len(it):,}", len, right=True),
)


@given(st.lists(st.text(max_size=30), max_size=5), st.sampled_from(list(Form)))
@example(["\r"], Form.CSV)
def test_any_text_stays_one_item(texts: list[str], form: Form) -> None:
    import click  # noqa: PLC0415 - only to have a place to print to

    @click.command
    def show() -> None:
        print_list(
            Output(form, COLUMNS), texts, total=9, as_json=lambda it: {"text": it}, of="text"
        )

    out = CliRunner().invoke(show).stdout_bytes.decode()
    if form is Form.JSON:
        told = [text.encode(errors="replace").decode() for text in texts]
        assert [one["text"] for one in json.loads(out)["items"]] == told
    elif form is Form.CSV:
        assert len(list(csv.reader(io.StringIO(out, newline="")))) == len(texts) + 1
    elif form is Form.PLAIN:
        assert [line.count("\t") for line in out.split("\n")[:-1]] == [1] * len(texts)
    else:
        assert out.count("\n") == len(texts) + 2


# Filters that begin with a minus


def test_what_is_no_option_is_still_refused() -> None:
    done = demo("packages --jsno")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--jsno" in done.stderr
    assert "requires an argument" in demo("packages -is:stale --sort").stderr
    assert "Usage: " in demo("packages -is:stale -h").stdout


@pytest.mark.parametrize("line", ["grids -starter", "search -x django-q", "changes --all -is:new"])
def test_every_filter_may_begin_with_a_minus(line: str) -> None:
    assert demo(f"{line} --json").exit_code == 0, demo(line).stderr


# Single commands


def test_what_is_in_no_category_is_counted(run: Run) -> None:
    found = data(run("categories", "--json"))
    assert [(one["slug"], one["package_count"]) for one in found["items"]] == [
        ("apps", 2),
        (None, 1),
    ]
    assert run("categories").stdout == "apps\t2\tApps\nunknown\t1\tNo category\n"
    assert data(run("packages", "cat:unknown", "--json"))["count"] == 1


def test_the_persons_grids_are_grids_too(run: Run) -> None:
    keep(partial(with_grid, name="my choice", slugs=("package-3", "gone", "mailer")))
    own, mail = data(run("grids", "--json", "--sort", "-members"))["items"][::-1]
    assert (own["slug"], own["id"], own["own"]) == ("own:my choice", None, True)
    assert (mail["slug"], mail["id"], mail["own"]) == ("mail", 7, False)
    for key in ("own:my choice", "my choice"):
        found = data(run("grid", key, "--json"))
        assert [one["slug"] for one in found["items"]] == ["mailer", "package-3"]
        assert found["grid"]["packages"] == ["package-3", "mailer"]
    assert data(run("grid", "7", "-is:archived", "--json"))["count"] == 1


def test_names_that_nobody_has_are_told_with_those_close_to_them(run: Run) -> None:
    assert run("grid", "maile").stderr == "pkgtui: There is no grid maile. Close to it: mail.\n"
    done = run("people", "Bo Bee")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "pkgtui: There is no participant Bo Bee. Close to it: Bo Be.\n"


def test_people_are_found_whatever_the_case(run: Run) -> None:
    found = data(run("people", "bo be", "--json"))
    assert (found["name"], found["bot"], found["items"][0]["place"]) == ("Bo Be", False, 2)
    assert data(run("people", "Cy", "--json"))["items"][0]["place"] == 4
    assert run("people", "cy").exit_code == 2, "there are two"
    bot = data(run("people", "renovate[bot]", "--json"))
    assert (bot["bot"], {one["place"] for one in bot["items"]}) == (True, {None})
    ranked = data(run("people", "ada", "--json", "--sort", "-stars"))["items"]
    assert [one["slug"] for one in ranked] == ["mailer", "package-2", "package-3"]


# The watchlist


def test_what_is_watched_is_kept_and_listed(run: Run) -> None:
    assert run("watch", "list").stderr.startswith("pkgtui: Nothing is watched yet.")
    done = run("watch", "add", "mailer", "3", "--note", "for\tthe\x1b[31m shop")
    assert done.stdout == "mailer is watched\npackage-3 is watched\n"
    assert run("watch", "add", "mailer").exit_code == 0
    keep(partial(with_watched, slug="left-long-ago"))
    found = data(run("watch", "list", "--json"))
    assert [(it["slug"], it["note"], it["in_directory"]) for it in found["items"]] == [
        ("mailer", "for\tthe[31m shop", True),
        ("package-3", "for\tthe[31m shop", True),
        ("left-long-ago", "", False),
    ]
    assert set(found["items"][0]) == PACKAGE | {"note", "in_directory"}
    assert data(run("packages", "is:watched", "--json"))["count"] == 2
    line = ("watch", "list", "--columns", "slug,here,stars,note")
    assert run(*line).stdout.splitlines() == [
        "mailer\tyes\t10\tfor the[31m shop",
        "package-3\tyes\t\tfor the[31m shop",
        "left-long-ago\tno\t\t",
    ]
    assert run(*line, "-is:archived").stdout.splitlines() == ["package-3\tyes\t\tfor the[31m shop"]
    assert run("watch", "remove", "mailer", "left-long-ago").exit_code == 0
    assert data(run("watch", "list", "--json"))["count"] == 1


def test_what_cannot_be_watched_is_told_and_nothing_is_kept(run: Run) -> None:
    done = run("watch", "add", "package-2", "maler")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "pkgtui: There is no package maler. Close to it: mailer.\n"
    assert run("watch", "add", "mailer", "--note", "x" * (LONGEST_TEXT + 1)).exit_code == 2
    assert (
        run("watch", "remove", "mailer").stderr == "pkgtui: There is no watched package mailer.\n"
    )
    assert run("watch", "remove", "mailer").exit_code == 2
    assert demo("watch add procrastinate").exit_code == 2
    assert not list(data_dir(os.environ).parent.rglob("personal.json"))


def test_a_note_stays_until_another_is_given(run: Run) -> None:
    keep(partial(with_note, slug="mailer", note="kept"))
    run("watch", "add", "mailer")
    assert data(run("watch", "list", "--json"))["items"][0]["note"] == "kept"
    run("watch", "add", "mailer", "--note", "")
    assert data(run("watch", "list", "--json"))["items"][0]["note"] == ""


def test_a_personal_file_that_cannot_be_written_is_bad_data(run: Run) -> None:
    folder = data_dir(os.environ)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file of mine")
    done = run("watch", "add", "mailer")
    assert (done.exit_code, done.stdout) == (4, "")


def test_a_damaged_personal_file_is_told_and_moved_aside_by_what_is_kept_next(run: Run) -> None:
    run("watch", "add", "mailer")
    file = data_dir(os.environ) / "personal.json"
    file.write_text("{")
    for line in ("list", "remove mailer"):
        done = run("watch", *line.split())
        assert (done.exit_code, done.stdout) == (4, "")
        assert done.stderr == f"pkgtui: {file} is damaged.\n"
    done = run("watch", "add", "package-2")
    assert (done.exit_code, done.stdout) == (0, "package-2 is watched\n")
    assert "moved aside" in done.stderr
    assert data(run("watch", "list", "--json"))["count"] == 1


# Without a catalog


@pytest.mark.parametrize("line", [*(line for line, *_ in GOLDEN), "watch list", "watch add x"])
def test_without_a_catalog_every_list_ends_with_3(tmp_path: Path, line: str) -> None:
    runner = CliRunner(env={"PKGTUI_CACHE_DIR": str(tmp_path), "PKGTUI_OFFLINE": "1"})
    done = runner.invoke(cli, line.split())
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith("pkgtui: Nothing is cached.")


def test_what_cannot_be_refreshed_is_refused(run: Run) -> None:
    assert run("packages", "--refresh").exit_code == 2
    assert demo("packages --refresh").exit_code == 2


# As a program


def _as_program(line: str) -> list[str]:
    return [sys.executable, "-m", "pkgtui", "--demo", *line.split()]


@pytest.mark.parametrize("form", ["", "--json", "--csv", "--markdown"])
def test_a_reader_who_leaves_hears_nothing(form: str) -> None:
    with subprocess.Popen(
        _as_program(f"packages {form}"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


@pytest.mark.parametrize("form", list(Form))
def test_what_is_ready_is_printed_before_the_next_is_worked_out(form: Form) -> None:
    script = (
        "import sys\n"
        "from pkgtui.cli.output import Form, ListColumn, Output, print_list\n"
        "def ready(item):\n"
        "    return item if item == 'first' else sys.stdin.readline()\n"
        "columns = [ListColumn('item', 'item', ready)]\n"
        "print_list(Output(Form(sys.argv[1]), columns), ['first', 'second'], total=2, of='item',\n"
        "    as_json=lambda item: {'item': ready(item)})\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, form],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        first = process.stdout.readline()  # Before the second can be there.
        process.stdin.write(b"second\n")
        process.stdin.close()
        whole = first + process.stdout.read()
    assert b"second" in whole
    assert whole.index(b"first") < whole.index(b"second")


def test_no_command_imports_what_only_the_dashboard_needs() -> None:
    told = [*(line for line, *_ in GOLDEN), "watch list", "show procrastinate"]
    told.append(f"audit {Path(__file__).parents[1]}/projects/uv")
    told += ["cache path", "completion bash", "config show", "doctor --offline"]
    told += {*LateGroup.NAMES} - {line.split()[0] for line in told}
    script = (
        "import sys\n"
        "import click\n"
        "import pkgtui.cli.running\n"
        "from pkgtui.cli.group import cli\n"
        "for line in sys.argv[1:]:\n"
        "    for form in ('', ' --json', ' --csv'):\n"
        "        try:\n"
        "            words = ['--demo', *line.split(), *form.split()]\n"
        "            cli.main(words, prog_name='pkgtui', standalone_mode=False)\n"
        "        except (click.ClickException, click.Abort, SystemExit):\n"
        "            pass  # what is refused without input imports no less\n"
        "heavy = {'textual', 'httpx', 'diskcache', 'rich.table'} & set(sys.modules)\n"
        "print('heavy:', sorted(heavy))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *told],
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.stdout.splitlines()[-1] == "heavy: []"
