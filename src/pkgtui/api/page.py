"""The site's page of a package, of which only its warning is read.

No API tells that a package was replaced. Its page does, in one box: "Warning! This project was
deprecated and replaced by <a>NAME</a>", or "This project was archived". A page without such a
box, or with another one, warns of nothing that is known here.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from pkgtui.api.errors import BadAnswer
from pkgtui.models.entries import LONGEST_LINK, LONGEST_NAME
from pkgtui.models.notice import Notice
from pkgtui.text import clean, one_line

# The tag that opens a box; read only to find it, the parser then sees whether it is one.
_BOX = re.compile(rb"<[a-z]{1,10}\s[^<>]{0,1000}\brole\s{0,9}=[^<>]{0,1000}>", re.IGNORECASE)
_SEARCHED = 262_144
"""Bytes at the start of a page; the warning stands above everything else."""
_LARGEST_BOX = 8_192
_MOST_BOXES = 20
_HEAD = 1_024
_WITHOUT_END = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})


def read_notice(body: bytes) -> Notice:
    """Read what a package's page warns of.

    Raises:
        BadAnswer: It is no page.
    """
    if b"<html" not in body[:_HEAD].lower():
        raise BadAnswer("The site answered with something other than a page")
    for number, start in enumerate(_BOX.finditer(body[:_SEARCHED])):
        if number == _MOST_BOXES:
            break
        box = _Box()
        box.feed(body[start.start() : start.start() + _LARGEST_BOX].decode("utf-8", "replace"))
        if notice := box.notice():
            return notice
    return Notice()


class _Box(HTMLParser):
    """The text of the element that the markup begins with, and the last link in it."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._is_over = False
        self._in_link = False
        self._text: list[str] = []
        self._link_text: list[str] = []
        self._link = ""

    def notice(self) -> Notice | None:
        """What the box says; None when it is about something else."""
        text = one_line(clean("".join(self._text))).lower()
        deprecated = "project was deprecated" in text
        archived = "project was archived" in text
        if not deprecated and not archived:
            return None
        if "replaced by" not in text:
            return Notice(deprecated, archived)
        name = one_line(clean("".join(self._link_text)))
        return Notice(deprecated, archived, name[:LONGEST_NAME], self._link)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element; the first must be an alert."""
        named = dict(attrs)
        if not self._depth and named.get("role") != "alert":
            self._is_over = True
        if self._is_over or tag in _WITHOUT_END:
            return
        self._depth += 1
        if tag == "a":
            self._in_link, self._link_text = True, []
            self._link = clean((named.get("href") or "")[:LONGEST_LINK])

    def handle_endtag(self, tag: str) -> None:
        """Come out of an element; out of the first the box is over."""
        if tag == "a":
            self._in_link = False
        self._depth -= 1
        if self._depth <= 0:
            self._is_over = True

    def handle_data(self, data: str) -> None:
        """Take text in."""
        if self._is_over or not self._depth:
            return
        self._text.append(data)
        if self._in_link:
            self._link_text.append(data)
