"""``pkgtui doctor``: one page about program, terminal, cache and site, and nothing private."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import monotonic

import click
import msgspec

from pkgtui.cli.common import Chosen, pass_chosen, print_json, shared_options
from pkgtui.cli.config import file_faults
from pkgtui.cli.machine import Row, terminal, versions
from pkgtui.paths import data_dir
from pkgtui.phrases import ago, count
from pkgtui.privacy import Private, private
from pkgtui.settings import Settings, SettingsError, chosen_path, load_settings, read_chosen_file

_DEADLINE = 3.0
"""Seconds for which the site is waited for."""
_FOUND = 1


class Line(msgspec.Struct, frozen=True):
    """One thing that was looked at, as ``doctor --json`` prints it.

    Attributes:
        finding: Whether something is wrong with it, which the value says.
    """

    part: str
    name: str
    value: str
    finding: bool = False


class Examined(msgspec.Struct, frozen=True):
    """What ``doctor --json`` prints.

    Attributes:
        findings: How many items tell that something is wrong.
    """

    findings: int
    items: list[Line]


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@shared_options
@pass_chosen
@click.pass_context
def doctor(context: click.Context, chosen: Chosen, *, as_json: bool) -> None:
    """Look at all there is: a page to paste into a bug report.

    Your name, that of the machine, logins and the values of variables are left out. The site is
    asked once, for at most 3 seconds; with --offline it is not asked. Ends with 1 where something
    is wrong.
    """
    hide = private(os.environ)
    lines = [_hidden(line, hide) for line in _lines(chosen)]
    findings = sum(line.finding for line in lines)
    if as_json:
        print_json(Examined(findings, lines))
    else:
        _print(lines, findings)
    context.exit(_FOUND if findings else 0)


def _lines(chosen: Chosen) -> Iterator[Line]:
    yield from _plain("versions", versions())
    yield from _plain("terminal", terminal(os.environ))
    yield from _configuration(chosen)
    with suppress(SettingsError):  # Told already; what they would lead to is not looked at.
        settings = load_settings(chosen.flags, os.environ)
        yield from _cache(settings)
        yield from _site(settings)
    yield from _personal()


def _plain(part: str, rows: Iterable[Row]) -> Iterator[Line]:
    return (Line(part, name, value) for name, value in rows)


def _configuration(chosen: Chosen) -> Iterator[Line]:
    path, _ = chosen_path(chosen.flags, os.environ)
    part = "settings"
    try:
        file = read_chosen_file(chosen.flags, os.environ)
        faults = [] if file is None else file_faults(file)
        # What options and variables say can be wrong, too.
        if not faults:
            load_settings(chosen.flags, os.environ)
    except SettingsError as error:
        yield Line(part, "file", f"{error}", finding=True)
        return
    yield Line(part, "file", f"{path}, {'not there' if file is None else 'read'}")
    for fault in faults:
        yield Line(part, "fault", fault, finding=True)
    names = (f"PKGTUI_{name.upper()}" for name in Settings.__struct_fields__)
    yield Line(part, "by variable", ", ".join(filter(os.environ.get, names)) or "none")


def _cache(settings: Settings) -> Iterator[Line]:
    from pkgtui.store.checking import check_cache  # noqa: PLC0415 - sqlite3 and msgspec with it

    part, found = "cache", check_cache(settings.site_cache)
    yield Line(part, "folder", str(settings.site_cache))
    if (header := found.header) is not None:
        age = datetime.now(UTC) - header.generation.synced_at
        state = "fresh" if age < timedelta(hours=settings.fresh_hours) else "due for a refresh"
        yield Line(part, "holds", f"{count(header.packages, 'package')}, {found.size:,} bytes")
        yield Line(
            part, "synced", f"{ago(header.generation.synced_at, datetime.now(UTC))}, {state}"
        )
    elif not found.faults:
        yield Line(part, "holds", "nothing yet")
    if found.copies:
        yield Line(part, "moved aside", count(len(found.copies), "damaged file"))
    for fault in found.faults:
        yield Line(part, "fault", fault, finding=True)
    yield from _shared(settings)


def _shared(settings: Settings) -> Iterator[Line]:
    """Tell of the catalog that all users of the machine share, where there is one."""
    file, part, name = settings.system_catalog, "cache", "shared"
    if file is None or not os.path.lexists(file):
        return
    from pkgtui.store.errors import StoreError  # noqa: PLC0415 - few machines have a shared one
    from pkgtui.store.snapshot import describe, read_file  # noqa: PLC0415 - likewise

    now = datetime.now(UTC)
    try:
        header = describe(read_file(file), settings.site_url, now)
    except StoreError as error:
        yield Line(part, name, f"{file}: {error}", finding=True)
    else:
        holds = count(header.packages, "package")
        yield Line(part, name, f"{file}: {holds}, synced {ago(header.generation.synced_at, now)}")


def _site(settings: Settings) -> Iterator[Line]:
    yield Line("site", "address", settings.site_url)
    if settings.offline:
        yield Line("site", "answer", "not asked, as --offline wants it")
        return
    if not settings.asks_site:
        yield Line("site", "answer", f"not asked: syncs take a snapshot from {settings.source}")
        return
    yield asyncio.run(_answer(settings.site_url))


async def _answer(site_url: str) -> Line:
    from pkgtui.api.client import SiteClient  # noqa: PLC0415 - httpx with it
    from pkgtui.api.errors import ApiError  # noqa: PLC0415 - likewise

    began = monotonic()
    try:
        async with asyncio.timeout(_DEADLINE), SiteClient(site_url, timeout=_DEADLINE) as client:
            await client.greet()
    except ApiError as error:
        return Line("site", "answer", str(error), finding=True)
    except TimeoutError:
        return Line("site", "answer", f"none within {_DEADLINE:g} seconds", finding=True)
    return Line("site", "answer", f"sound, after {monotonic() - began:.1f} s")


def _personal() -> Iterator[Line]:
    from pkgtui.personal import PersonalError, PersonalFile  # noqa: PLC0415 - nothing else needs it

    folder = data_dir(os.environ)
    try:
        PersonalFile(folder).read()
    except PersonalError as error:
        yield Line("yours", "file", str(error), finding=True)
    else:
        state = "readable" if any(folder.glob("personal.json")) else "not there yet"
        yield Line("yours", "file", f"{folder}, {state}")


def _hidden(line: Line, hide: Private) -> Line:
    return msgspec.structs.replace(line, value=hide.shown(line.value))


def _print(lines: Iterable[Line], findings: int) -> None:
    part = ""
    for line in lines:
        if line.part != part:
            part = line.part
            click.echo(part)
        sign = "!" if line.finding else " "
        click.echo(f"{sign} {line.name:<11}  {line.value}")
    click.echo(f"\n{count(findings, 'finding')}" if findings else "\nNothing is wrong")
