"""The files of a project: what each format asks for, and what is said of broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from pkgtui.models.requirements import Requirement
from pkgtui.projects.constraints import standard
from pkgtui.projects.errors import BrokenError, UnreadableError
from pkgtui.projects.reading import Project, read_project

PROJECTS = Path(__file__).parents[1] / "projects"
USED = {
    "django": "4.2.16",
    "django-cron": "0.5.0",
    "django-organizations": "1.1.2",
    "django-q": "1.3.9",
    "django-robin-images": "1.12",
    "django-schedulr": "0.10",
    "procrastinate": "2.1.0",
    "requests": "2.32.3",
}
LOCKS = ("pip/requirements.txt", "uv/uv.lock", "poetry/poetry.lock", "pdm/pdm.lock",
         "pipenv/Pipfile.lock", "pylock/pylock.toml")  # fmt: skip
WRITTEN = ("pip/requirements.in", "uv/pyproject.toml", "poetry/pyproject.toml",
           "pdm/pyproject.toml", "pipenv/Pipfile")  # fmt: skip


def read(folder: Path, text: str, name: str = "requirements.txt") -> Project:
    file = folder / name
    file.write_text(text, encoding="utf-8", newline="")
    return read_project([file])


def asked(project: Project) -> dict[str, str]:
    return {one.name: one.specifier for one in project.requirements}


def line_of(one: Requirement) -> str:
    assert one.line
    return Path(one.file).read_text(encoding="utf-8").splitlines()[one.line - 1]


# The formats


@pytest.mark.parametrize("name", LOCKS)
def test_every_lock_tells_the_versions_used(name: str) -> None:
    found = read_project([PROJECTS / name]).requirements
    assert {one.name: one.version for one in found} == USED


@pytest.mark.parametrize("name", WRITTEN)
def test_what_people_write_tells_what_they_ask_for(name: str) -> None:
    project = read_project([PROJECTS / name])
    found = [one for one in project.requirements if not one.constraint]
    assert {one.name for one in found} == set(USED) - {"django-organizations"}
    assert all(one.direct for one in found)
    assert not any(one.version for one in found)
    ranges = {one.name: one.specifier for one in found}
    assert ranges["django"] == ">=4.2,<5"
    assert ranges["django-cron"] == ""


@pytest.mark.parametrize("name", [*LOCKS, *WRITTEN])
def test_every_requirement_is_told_with_its_line(name: str) -> None:
    for one in read_project([PROJECTS / name]).requirements:
        lines = Path(one.file).read_text(encoding="utf-8").splitlines()
        assert one.line
        # A table begins a line before the name in it.
        around = "\n".join(lines[one.line - 1 : one.line + 1])
        assert one.name in around.lower().replace("_", "-")


def test_a_folder_is_read_whole() -> None:
    project = read_project([PROJECTS / "pip"])
    assert [Path(file).name for file in project.files] == [
        "requirements.in",
        "constraints.txt",
        "requirements.txt",
    ]


def test_direct_is_told_where_the_file_tells_it() -> None:
    for name in ("uv/uv.lock", "pip/requirements.txt"):
        found = {one.name: one.direct for one in read_project([PROJECTS / name]).requirements}
        assert found["django-organizations"] is False
        assert found["django-q"] is True
    for name in ("poetry/poetry.lock", "pylock/pylock.toml"):
        unsaid = read_project([PROJECTS / name]).requirements
        assert {one.direct for one in unsaid} == {None}


def test_what_stands_in_a_comment_is_not_taken_for_the_line(tmp_path: Path) -> None:
    text = '[project]\ndependencies = [\n    # "a==1",\n    "a==1",\n]\n'
    (one,) = read(tmp_path, text, "pyproject.toml").requirements
    assert one.line == 4


def test_a_comment_ends_a_continued_line(tmp_path: Path) -> None:
    assert asked(read(tmp_path, "a\\\n# b \\\nc==1\n")) == {"a": "", "c": "==1"}


# Requirements files


def test_a_requirements_file_is_read_as_pip_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORK", "2.5")
    project = read(
        tmp_path,
        "\ufeff# A comment\r\n"
        "--extra-index-url https://user:secret@index.example/simple\r\n"
        "Django_Q[rollbar] == 1.3.9 ; python_version > '3' # why\r\n"
        "django-cron>=0.5,\\\r\n"
        "   <0.6 --hash=sha256:0123\r\n"
        "fork==${FORK}\n"
        "unset==1 ; sys_platform == '${NOT_SET}'\n"
        "-e git+https://forge.example/ada/Django-Robin.git@main#egg=django_robin&subdirectory=a\n"
        "git+ssh://git@forge.example/ada/django-heron.git@v1.0\n"
        "https://index.example/files/django_lark-2.1-py3-none-any.whl\n"
        "./wheels/django-owl-3.0.tar.gz\n"
        "wren @ https://forge.example/wren.zip\n"
        "-e .[dev]\n"
        ".\n"
        "--no-binary :all:\n",
    )
    assert asked(project) == {
        "django-q": "==1.3.9",
        "django-cron": ">=0.5,<0.6",
        "fork": "==2.5",
        "unset": "==1",
        "django-robin": "",
        "django-heron": "",
        "django-lark": "==2.1",
        "django-owl": "==3.0",
        "wren": "",
    }
    assert [one.line for one in project.requirements] == [3, 4, 6, 7, 8, 9, 10, 11, 12]
    assert project.unread == ()


def test_includes_are_relative_to_their_file_and_loops_end(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("django-q\n-r ../requirements.txt\n")
    (tmp_path / "limits.txt").write_text("--requirement=more.txt\n")
    (tmp_path / "more.txt").write_text("django-cron==1\n")
    project = read(tmp_path, "-r requirements/base.txt\n-climits.txt\n-r https://x.example/r.txt\n")
    assert asked(project) == {"django-q": "", "django-cron": "==1"}
    limits = {one.name: one.constraint for one in project.requirements}
    assert limits == {"django-q": False, "django-cron": True}
    assert len(project.files) == 4
    assert [Path(place).name for place in project.unread] == ["requirements.txt:3"]


def test_a_folder_without_a_name_is_told_as_unread(tmp_path: Path) -> None:
    project = read(tmp_path, "-e ../libs/mail\nhttps://x.example/archive\ngit+https://[::1\n")
    assert project.requirements == ()
    assert [place.rpartition(":")[2] for place in project.unread] == ["1", "2", "3"]


def test_powershell_writes_utf_16(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_bytes("django-q==1\r\n".encode("utf-16"))
    assert asked(read_project([file])) == {"django-q": "==1"}


# What is broken


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("requirements.txt", "django-q\nfoo bar\n", "requirements.txt, line 2: this is no requir"),
        ("requirements.txt", "a\n-r gone.txt\n", "requirements.txt, line 2: it includes what is"),
        ("requirements.txt", "a\n-r pictures.png\n", "requirements.txt, line 2: it includes what"),
        ("requirements.txt", "${HOME\n", "requirements.txt, line 1: this is no requirement"),
        ("pyproject.toml", "[project\n", "pyproject.toml: Expected"),
        ("pyproject.toml", '[project]\ndependencies = [\n"a b"]', "pyproject.toml, line 3: this"),
        (
            "requirements.txt",
            f"a=={'9' * 5000}\n",
            "requirements.txt, line 1: this is no requirement: It",
        ),
        (
            "requirements.txt",
            f"a ; {'(' * 1500}\n",
            "requirements.txt, line 1: this is no requirement: It",
        ),
        (
            "pyproject.toml",
            f"a = 1\n{'a.' * 90000}a = 1",
            "pyproject.toml, line 2: here stands a key",
        ),
        ("Pipfile.lock", f'{{"a": {"9" * 5000}}}', "Pipfile.lock: Exceeds the limit"),
        ("pyproject.toml", "a = " + "[" * 9999, "pyproject.toml: it is nested too deep"),
        ("pyproject.toml", '[tool.poetry.dependencies]\n"\u00e9" = "1"', "pyproject.toml, line 2"),
        ("uv.lock", "package = 3", "uv.lock: its package is no list of tables"),
        ("uv.lock", "\n[[package]]\nversion = '1'", "uv.lock, line 2: here stands what can be"),
        ("pylock.toml", 'lock-version = "2.0"', "pylock.toml: its lock-version is not 1.x"),
        ("pylock.dev.toml", "", "pylock.dev.toml: its lock-version is not 1.x"),
        ("Pipfile.lock", "{", "Pipfile.lock: Expecting property name"),
        ("Pipfile.lock", "[]", "Pipfile.lock: it holds no packages"),
        ("Pipfile.lock", "[" * 99999, "Pipfile.lock: it is nested too deep"),
    ],
)
def test_a_broken_file_is_told_with_its_line(
    name: str, text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text, encoding="utf-8")
    with pytest.raises(BrokenError) as raised:
        read_project([Path(name)])
    assert str(raised.value).startswith(told)
    assert "\n" not in str(raised.value)


def test_a_version_longer_than_any_is_not_known(tmp_path: Path) -> None:
    project = read(
        tmp_path, f'[packages]\ndjango-q = "^{"9" * 5000}"\nx = "=={"9" * 1900}"', "Pipfile"
    )
    assert [len(one.specifier) for one in project.requirements] == [0, 1902]


def test_a_password_in_a_broken_line_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenError) as raised:
        read(tmp_path, "django-q @ https://user:secret@index.example/x y z\n")
    assert "secret" not in str(raised.value)


def test_what_is_too_large_or_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_bytes(b"django\n\xff\xfa\n")
    with pytest.raises(BrokenError, match=r"requirements\.txt, line 2: it is not in UTF-8"):
        read_project([file])
    file.write_bytes(b"#" * 10_000_001)
    with pytest.raises(BrokenError, match="larger than 10 MB"):
        read_project([file])
    file.write_text("".join(f"a{number}\n" for number in range(20_001)))
    with pytest.raises(BrokenError, match="more than 20,000 requirements"):
        read_project([file])


def test_more_includes_than_anyone_has_are_refused(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(f"-r {number + 1}.txt\n")
    with pytest.raises(BrokenError, match="one of more than 200 files"):
        read_project([tmp_path / "0.txt"])


@pytest.mark.parametrize("name", ["setup.py", "environment.yml", "composer.lock", "a.toml"])
def test_a_file_of_another_kind_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="is neither a requirements file"):
        read(tmp_path, "", name)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"gone\.txt cannot be read: No such file"):
        read_project([tmp_path / "gone.txt"])
    with pytest.raises(UnreadableError, match="cannot be read: embedded null byte"):
        read_project([tmp_path / "a\0.txt"])
    with pytest.raises(UnreadableError, match="lies neither a requirements file nor"):
        read_project([tmp_path])


# The versions of Poetry and Pipenv


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("^1.2.3", ">=1.2.3,<2"),
        ("^0.2.3", ">=0.2.3,<0.3"),
        ("^0.0.3", ">=0.0.3,<0.0.4"),
        ("^0", ">=0,<1"),
        ("^0.0", ">=0.0,<0.1"),
        ("~1.2.3", ">=1.2.3,<1.3"),
        ("~1", ">=1,<2"),
        ("*", ""),
        ("1.2", "==1.2"),
        ("=1.2", "==1.2"),
        ("1.*", "==1.*"),
        (">= 1.2, <2", ">=1.2,<2"),
        (">=1.2 <2", ">=1.2,<2"),
        ("~=1.4", "~=1.4"),
        ("!=1.5", "!=1.5"),
        ("^1 || ^2", "^1 || ^2"),
        ("^x", "^x"),
        ("@", "==@"),
        ("", ""),
    ],
)
def test_versions_of_poetry_are_said_as_the_standard_says_them(written: str, meant: str) -> None:
    assert standard(written) == meant
