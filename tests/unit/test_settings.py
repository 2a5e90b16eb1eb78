"""Options before environment before file before defaults, and a sentence for what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgtui import paths
from pkgtui.config_file import read_config
from pkgtui.settings import Settings, SettingsError, faults_of, load_settings, sources


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "chosen" / "config.toml"


def write(file: Path, text: str) -> dict[str, str]:
    """Write the configuration file and return the environment that names it."""
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return {"PKGTUI_CONFIG": str(file)}


def load(environ: Mapping[str, str] | None = None, **flags: object) -> Settings:
    return load_settings(flags, environ or {})


def test_without_a_choice_the_defaults_hold() -> None:
    found = load()
    assert found.site_url == "https://djangopackages.org"
    assert found.cache_dir == paths.cache_dir({})
    assert not found.offline
    assert found.fresh_hours == 24
    assert found.theme == ""
    assert found.keys == {}
    assert found.config_file is None


def test_the_file_is_followed(file: Path) -> None:
    environ = write(
        file,
        """
        site_url = "http://localhost:8000/"
        cache_dir = "/var/cache/$HOME/pkgtui"
        offline = true
        fresh_hours = 2
        theme = "nord"
        sync_from = "https://mirror.example/catalog.pkgtui"
        system_catalog = "shared.pkgtui"
        [keys]
        search = "ctrl+f"
        """,
    )
    assert load(environ) == Settings(
        site_url="http://localhost:8000",
        cache_dir=Path("/var/cache/$HOME/pkgtui"),
        offline=True,
        sync_from="https://mirror.example/catalog.pkgtui",
        system_catalog=file.parent / "shared.pkgtui",
        fresh_hours=2.0,
        theme="nord",
        keys={"search": "ctrl+f"},
        config_file=file,
    )


def test_the_usual_file_is_found(file: Path) -> None:
    place = file.parent / "pkgtui" / "config.toml"
    place.parent.mkdir(parents=True)
    place.write_text('theme = "nord"')
    assert load({"XDG_CONFIG_HOME": str(file.parent)}).theme == "nord"


def test_the_environment_goes_before_the_file_and_an_option_before_both(file: Path) -> None:
    environ = write(file, 'site_url = "https://file.example"\nfresh_hours = 1\ncache_dir = "/file"')
    environ |= {
        "PKGTUI_SITE_URL": "https://environment.example",
        "PKGTUI_CACHE_DIR": "/environment",
        "PKGTUI_FRESH_HOURS": "0.5",
        "PKGTUI_OFFLINE": "1",
        "PKGTUI_THEME": "nord",
    }
    found = load(environ, site_url=None, cache_dir=None)
    assert found.site_url == "https://environment.example"
    assert found.cache_dir == Path("/environment")
    assert (found.fresh_hours, found.offline, found.theme) == (0.5, True, "nord")
    found = load(environ, site_url="https://option.example", cache_dir="/option")
    assert found.site_url == "https://option.example"
    assert found.cache_dir == Path("/option")


def test_an_option_names_another_file_than_the_environment(file: Path) -> None:
    environ = write(file, 'theme = "nord"')
    other = file.with_name("other.toml")
    other.write_text('theme = "gruvbox"')
    found = load(environ, config=str(other))
    assert (found.theme, found.config_file) == ("gruvbox", other)


def test_an_empty_variable_is_no_choice(file: Path) -> None:
    environ = write(file, "offline = true")
    empty = dict.fromkeys(("PKGTUI_OFFLINE", "PKGTUI_SITE_URL", "PKGTUI_FRESH_HOURS"), "")
    assert load(environ | empty).offline


def test_the_environment_can_switch_offline_off(file: Path) -> None:
    assert not load(write(file, "offline = true") | {"PKGTUI_OFFLINE": "0"}).offline


def test_a_relative_folder_is_relative_to_where_it_was_named(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(write(file, 'cache_dir = "here"')).cache_dir == file.parent / "here"
    assert load({"PKGTUI_CACHE_DIR": "here"}).cache_dir == tmp_path / "here"
    assert load(cache_dir="~/$HOME").cache_dir == tmp_path / "~" / "$HOME"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fresh_hours = 'soon'", "fresh_hours must be a number"),
        ("fresh_hours = -1", "fresh_hours must be a number of hours"),
        ("fresh_hours = nan", "fresh_hours must be a number of hours"),
        ("fresh_hours = 1e300", "fresh_hours must be a number of hours"),
        ("fresh_hours = true", "fresh_hours must be a number"),
        ("offline = 1", "offline must be true or false"),
        ("theme = 2020-01-01", "theme must be text"),
        ("keys = 'j'", "keys must be a table of texts"),
        ("[keys]\nsearch = 1", 'keys."search" must be names of keys in a text'),
        ("[keys]\ngo.search = 'f'", 'keys."go" is a table: quote what has a dot'),
        ("cache_dir = ''", "cache_dir must name a folder"),
        ('cache_dir = "a\\u0000b"', "cache_dir must name a folder"),
        ("site_url = 'ftp://x'", "site_url must be an address"),
        ("colour = 'red'", "colour is not a setting; there are site_url, cache_dir"),
        ("site_url = ", "not valid TOML"),
        ("theme = 'a'\ntheme = 'b'", "not valid TOML"),
    ],
)
def test_a_wrong_choice_in_the_file_is_told_with_file_and_key(
    file: Path, text: str, words: str
) -> None:
    with pytest.raises(SettingsError) as told:
        load(write(file, text))
    last = len(text.splitlines())  # The last line is the wrong one.
    assert str(told.value).startswith(f"{file}:{last}: ")
    assert words in str(told.value)


def test_a_key_that_is_almost_a_setting_is_told_with_the_one_that_is(file: Path) -> None:
    environ = write(file, "# hours\n\nfresh_hour = 3")
    with pytest.raises(SettingsError, match=r"config\.toml:3: .*\(did you mean fresh_hours\?\)"):
        load(environ)


def test_all_faults_of_a_file_are_told_with_their_lines(file: Path) -> None:
    write(
        file,
        """
        site_url = "ftp://x"
        fresh_hours = 2
        them = "nord"
        offline = "no"
        [keys]
        "a" = 1
        "b" = "f"
        "c" = ["f"]
        """,
    )
    told = faults_of(read_config(file))
    assert [fault.removeprefix(f"{file}:").split(" ")[:2] for fault in told] == [
        ["2:", "site_url"],
        ["4:", "them"],
        ["5:", "offline"],
        ["7:", 'keys."a"'],
        ["9:", 'keys."c"'],
    ]


def test_what_decides_a_setting_is_told(file: Path) -> None:
    environ = write(file, 'theme = "nord"\nfresh_hours = 1') | {"PKGTUI_FRESH_HOURS": "2"}
    assert sources({"offline": True, "site_url": None}, environ) == {
        "site_url": "default",
        "cache_dir": "default",
        "offline": "--offline",
        "sync_from": "default",
        "system_catalog": "default",
        "fresh_hours": "PKGTUI_FRESH_HOURS",
        "theme": f"{file}:1",
        "keys": "default",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PKGTUI_OFFLINE", "perhaps"),
        ("PKGTUI_FRESH_HOURS", "soon"),
        ("PKGTUI_FRESH_HOURS", "inf"),
        ("PKGTUI_SITE_URL", "djangopackages.org"),
    ],
)
def test_a_wrong_choice_in_the_environment_is_told_with_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} must be"):
        load({name: value})


def test_a_file_that_was_named_must_be_there(file: Path) -> None:
    with pytest.raises(SettingsError, match="there is no such"):
        load(config=str(file))
    with pytest.raises(SettingsError, match="there is no such"):
        load({"PKGTUI_CONFIG": str(file)})


def test_a_file_that_cannot_be_read_is_told(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(SettingsError, match="cannot be read"):
        load(config=str(file))
    odd = file.with_name("odd.toml")
    odd.write_bytes(b"theme = '\xff'")
    with pytest.raises(SettingsError, match="not valid TOML"):
        load(config=str(odd))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "djangopackages.org",
        "//djangopackages.org",
        "https://",
        "https:///path",
        "https://host:port",
        "https://host:0",
        "https://host:99999",
        "https://[::1",
        "https://me:secret@host",
        "https://host/?q=1",
        "https://host/#top",
        "https://ho st",
        "https://host\n.example",
        "https://host\x1b[31m",
        "https://host\udcff",
        "https://host\\path",
        "javascript:alert(1)",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_address_of_a_site_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="--site-url must be an address"):
        load(site_url=address)


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("https://djangopackages.org/", "https://djangopackages.org"),
        ("HTTPS://DjangoPackages.org", "https://djangopackages.org"),
        ("http://[::1]:8000//", "http://[::1]:8000"),
        ("https://host.example/Packages/", "https://host.example/Packages"),
    ],
)
def test_an_address_is_written_in_one_way(address: str, taken: str) -> None:
    assert load(site_url=address).site_url == taken


def test_each_site_has_a_cache_of_its_own() -> None:
    addresses = (
        "https://djangopackages.org",
        "http://djangopackages.org",
        "https://djangopackages.org/mirror",
        "https://djangopackages.org:8000",
        "http://[::1]:8000",
    )
    places = {load(site_url=address, cache_dir="/c").site_cache for address in addresses}
    assert len(places) == len(addresses)
    assert {place.parent for place in places} == {Path("/c").absolute()}
    same = load(site_url="https://DJANGOPACKAGES.org/", cache_dir="/c").site_cache
    assert same in places
    assert same.name.startswith("djangopackages.org-")


@given(st.text())
def test_any_text_is_an_address_or_told(address: str) -> None:
    try:
        found = load(site_url=f"https://{address}")
    except SettingsError:
        return
    assert found.site_cache.parent == found.cache_dir
    assert load(site_url=found.site_url).site_url == found.site_url


@pytest.mark.parametrize(
    "address",
    [
        "catalog.pkgtui",
        "ftp://h.example/x",
        "https://",
        "https://me:secret@h.example/x",
        "https://h.example/x#y",
        "https://h.example/ x",
        "https://h.example:0/",
        "https://[/x",
    ],
)
def test_the_address_of_a_snapshot_is_one_and_holds_no_password(address: str) -> None:
    with pytest.raises(SettingsError, match="PKGTUI_SYNC_FROM must be an address such as") as told:
        load({"PKGTUI_SYNC_FROM": address})
    assert "secret" not in str(told.value)


def test_who_follows_a_snapshot_does_not_ask_the_site() -> None:
    assert load().asks_site
    assert not load(offline=True).asks_site
    found = load({"PKGTUI_SYNC_FROM": "https://mirror.example:8443/a?signed=secret"})
    assert (found.asks_site, found.source) == (False, "mirror.example:8443")
