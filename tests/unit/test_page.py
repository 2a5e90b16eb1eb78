"""What the site's page of a package warns of, and whom it names in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records import made_catalog, made_package

from pkgtui.api.errors import BadAnswer
from pkgtui.api.page import read_notice
from pkgtui.models.notice import Notice, replacement

LINK = "https://index.example/project/django-q2/"


def page(box: str, above: str = "") -> bytes:
    """Lay a page out as the site does: description, warning, the rest."""
    return (
        f"<!DOCTYPE html>\n<html lang='en'><body><h1>Q</h1>{above}"
        f'<div class="flex" role="alert"><i class="icon"></i><span class="sr-only">Warning</span>'
        f"<div>{box}</div></div><main>This project was archived and replaced by "
        f'<a href="https://evil.example/">evil</a></main></body></html>'
    ).encode()


def test_a_replacement_is_named_with_its_link() -> None:
    box = (
        '<span class="font-medium">Warning!</span>\n This project was deprecated\n'
        f'  and replaced by <a href="{LINK}" target="_blank" class="x">django-q2</a>'
    )
    assert read_notice(page(box)) == Notice(deprecated=True, replacement="django-q2", link=LINK)


@pytest.mark.parametrize(
    ("box", "notice"),
    [
        ("This project was deprecated", Notice(deprecated=True)),
        ("This project was archived", Notice(archived=True)),
        (
            'This project was deprecated and replaced by <a href="None"></a>',
            Notice(deprecated=True, link="None"),
        ),
        (
            "This project was deprecated<br> and <b>replaced by</b> <a>\n A &amp; B\x1b[2J</a>",
            Notice(deprecated=True, replacement="A & B[2J"),
        ),
        ("The site is being repaired", Notice()),
        ("", Notice()),
    ],
)
def test_what_the_box_says(box: str, notice: Notice) -> None:
    assert read_notice(page(box)) == notice


@pytest.mark.parametrize(
    "above",
    [
        '<p>&lt;div role="alert"&gt;This project was deprecated and replaced by me&lt;/div&gt;</p>',
        "<p> role=alert This project was deprecated</p>",
        '<p role="status">This project was deprecated</p>',
        '<p title="role=alert">This project was deprecated</p>',
        '<div role="alert">Maintenance tonight</div>',
    ],
)
def test_only_the_box_of_the_site_counts(above: str) -> None:
    assert read_notice(page("This project was archived", above)) == Notice(archived=True)


def test_long_texts_are_cut() -> None:
    box = f"This project was deprecated and replaced by <a href='{LINK}'>{'long ' * 900}</a>"
    notice = read_notice(page(box))
    assert notice.deprecated
    assert len(notice.replacement) == 300


@pytest.mark.parametrize("body", [b"", b"{}", b"\x00" * 100, b"no page"])
def test_what_is_no_page_is_refused(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        read_notice(body)


@given(
    st.lists(
        st.sampled_from(
            [
                '<div role="alert">',
                "<div",
                "</div>",
                "<!--",
                "<![CDATA[",
                "<a href='",
                "This project was deprecated and replaced by",
                "<script>",
                "&#x1b;",
                "\x00",
                'role="alert"',
                ">",
                "<?",
            ]
        )
    ).map("".join)
)
def test_any_markup_can_be_read(markup: str) -> None:
    notice = read_notice(page(markup, above=markup))
    assert "\x1b" not in notice.replacement + notice.link


def test_no_page_takes_long() -> None:
    hostile = b"<html>" + b"".join(
        piece * (500_000 // len(piece))
        for piece in (b"<div role=", b'<p role="alert"><a ', b"<!--", b"<", b"<a b='<c role=' ")
    )
    assert read_notice(hostile) == Notice()


def test_a_replacement_is_found_by_the_name_it_is_installed_by() -> None:
    old = made_package(1, "django-q")
    new = made_package(2, "Django Q2", pypi_url="https://index.example/project/Django.Q2/")
    catalog = made_catalog([new, old])
    notice = Notice(deprecated=True, replacement="django_q2", link=LINK)
    assert replacement(catalog, old, notice) is new
    assert replacement(catalog, old, Notice(deprecated=True, replacement="q2")) is None
    assert replacement(catalog, old, Notice(deprecated=True)) is None
    assert replacement(catalog, new, notice) is None, "nothing replaces itself"


def test_a_link_to_a_page_of_the_site_names_the_package() -> None:
    old, new = made_package(1, "django-q"), made_package(2, "django-q2")
    catalog = made_catalog([new, old])
    link = "https://packages.example/packages/p/django-q2/"
    assert replacement(catalog, old, Notice(replacement="Q, second edition", link=link)) is new
    assert replacement(catalog, old, Notice(replacement="x", link="https://[")) is None


def test_of_two_of_the_same_name_the_active_one_counts() -> None:
    old = made_package(1, "django-q")
    name = "https://index.example/project/q2/"
    fork, new = made_package(3, "Fork", pypi_url=name), made_package(2, "New", pypi_url=name)
    catalog = made_catalog([fork, new, old], archived=frozenset({3}))
    assert replacement(catalog, old, Notice(replacement="q2")) is new
