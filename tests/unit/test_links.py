"""Which addresses may be opened, how they are shown, and what a package is installed by."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records import made_package

from pkgtui.models.links import Link, install_name, package_links, why_not_openable
from pkgtui.text import clean

SIGNS = "it holds signs that no web address has"
NO_ADDRESS = "it is not a valid address"
NO_WEB = "it is not a web address"
NO_HOST = "it names no host"
BAD_HOST = "its host is not a valid name"
# Near to addresses, so that the rule is asked about more than noise.
_parts = st.sampled_from(
    [
        *("http:", "https://", "HTTPS://", "//", "javascript:", "file:", "ssh://-oProxyCommand="),
        *(
            "example.org",
            "[::1]",
            "[",
            "127.1",
            "0x7f.1",
            "ex\u0430mple.org",
            "xn--e1afmkfd.example",
        ),
        *("@", ":", ":80", ":99999", "/", "\\", "?q=", "#", "%", "%s", "%action", "%2e", "..", "-"),
        *(
            " ",
            "\n",
            "\t",
            "\x00",
            "\x1b[2J",
            "\x9b",
            "\u202e",
            "\u200b",
            "。",
            "\uff0f",
            "é",
            "$(id)",
        ),
    ]
)
addresses = st.lists(_parts | st.text(max_size=3), max_size=8).map("".join)


@pytest.mark.parametrize(
    "url",
    [
        "https://forge.example/group/name",
        "http://forge.example",
        "HTTPS://Forge.Example:8443/a?b=c&d=(e);f='$g'#h",
        "http://127.0.0.1:8000/packages/p/x/",
        "http://[::1]:8000/",
        "https://bücher.example/weiß",
        "https://xn--bcher-kva.example/",
        "https://my_docs.example./~me/%s%20",
        "https://forge.example/@person",
    ],
)
def test_web_addresses_are_opened(url: str) -> None:
    assert why_not_openable(url) is None


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", NO_WEB),
        ("django-cron", NO_WEB),
        ("forge.example/x", NO_WEB),
        ("//forge.example/x", NO_WEB),
        ("-oProxyCommand=id", NO_WEB),
        ("--new-window", NO_WEB),
        ("javascript:alert(1)", NO_WEB),
        ("data:text/html,x", NO_WEB),
        ("file:///etc/passwd", NO_WEB),
        ("ssh://git@forge.example/x", NO_WEB),
        ("git+https://forge.example/x", NO_WEB),
        ("http:", NO_HOST),
        ("https:///path", NO_HOST),
        ("https://:80/", NO_HOST),
        ("http://?q", NO_HOST),
        ("http://a b/", SIGNS),
        (" http://forge.example/", SIGNS),
        ("ht\ntp://forge.example/", SIGNS),
        ("http://forge.example/\x1b[2J", SIGNS),
        ("http://forge.example/\u202egpj.exe", SIGNS),
        ("http://good.example\\@evil.example/", SIGNS),
        ('http://forge.example/"onclick="', SIGNS),
        ("http://forge.example/{name}", SIGNS),
        ("http://[::1/", NO_ADDRESS),
        ("http://[nonsense]/", NO_ADDRESS),
        ("http://forge.example:http/", NO_ADDRESS),
        ("http://forge.example:99999/", NO_ADDRESS),
        ("http://forge.example:0/", NO_ADDRESS),
        ("http://evil.example\uff0fgood.example/", NO_ADDRESS),
        ("http://%65vil.example/", BAD_HOST),
        ("http://a..b/", BAD_HOST),
        ("http://-evil.example/", BAD_HOST),
        ("http://2130706433/", BAD_HOST),
        ("http://0x7f.1/", BAD_HOST),
        ("http://$(id).example/", BAD_HOST),
        ("https://good.example:[::1]/", BAD_HOST),
        ("http://" + "a" * 64 + ".example/", BAD_HOST),
        (
            "https://good.example@evil.example/",
            "it leads to evil.example, and pretends another name before it",
        ),
        ("https://forge.example/" + "x" * 100_000, "it is too long"),
    ],
)
def test_what_is_not_opened_has_its_reason(url: str, reason: str) -> None:
    assert why_not_openable(url) == reason


@given(addresses)
def test_whatever_is_opened_is_a_web_address_of_one_host(url: str) -> None:
    if why_not_openable(url) is not None:
        return
    parts = urlsplit(url)
    assert url.lower().startswith(("http://", "https://"))
    assert parts.hostname
    assert parts.netloc.lower().startswith((parts.hostname, f"[{parts.hostname}]"))
    assert clean(url) == url
    assert url.split() == [url]
    assert not set('\\"<>^`{|}') & set(url)
    assert len(url) < 2000


@given(st.text(st.characters(exclude_categories=())) | addresses)
def test_every_address_is_either_opened_or_refused_in_words(url: str) -> None:
    reason = why_not_openable(url)
    assert reason is None or (reason.startswith("it") and clean(reason) == reason)
    assert url in Link("Anything", url).shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://forge.example/x", "https://forge.example/x"),
        (
            "https://\u0430\u0440\u0440le.example/",
            "https://\u0430\u0440\u0440le.example/ (host xn--le-6kc8da.example)",
        ),
        ("https://evil。example/", "https://evil。example/ (host evil.example)"),
        ("https://xn--le-6kc8da.example/", "https://xn--le-6kc8da.example/"),
        ("https://" + "é" * 80 + "/", "https://" + "é" * 80 + "/ (host not valid)"),
        ("http://[", "http://["),
    ],
)
def test_a_host_whose_letters_could_deceive_is_named_as_browsers_know_it(
    url: str, shown: str
) -> None:
    assert Link("Repository", url).shown == shown


@pytest.mark.parametrize(
    ("index_link", "name"),
    [
        ("https://index.example/project/Made_up/", "Made_up"),
        ("https://index.example/pypi/made-up", "made-up"),
        ("made.up", "made.up"),
        ("", "slug-of-it"),
        (None, "slug-of-it"),
        ("http://[", "slug-of-it"),
        ("https://index.example/project/x;rm -rf ~/", "slug-of-it"),
        ("https://index.example/project/x%0Aid/", "slug-of-it"),
        ("https://index.example/project/-r%20evil/", "slug-of-it"),
        ("--index-url=evil", "slug-of-it"),
    ],
)
def test_what_is_copied_for_a_shell_is_a_name_and_nothing_else(
    index_link: str | None, name: str
) -> None:
    assert install_name(made_package(1, "Slug of it", pypi_url=index_link)) == name


@given(addresses, addresses)
def test_any_package_has_its_links(repository: str, index_link: str) -> None:
    package = made_package(1, "Any", repo_url=repository, pypi_url=index_link)
    links = package_links(package, "https://directory.example")
    assert links[-1].url == "https://directory.example/packages/p/any/"
    assert all("\n" not in link.shown for link in links)
    assert install_name(package)
