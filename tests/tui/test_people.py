"""From a participant to all they contribute to, and to what everybody has left."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.harness import NARROW, WIDE, viewing_sample

from pkgtui.models.people import contributions, is_orphaned
from pkgtui.tui.messages import OpenPerson


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_a_person_leads_stands_first(tmp_path: Path, size: tuple[int, int]) -> None:
    async with viewing_sample(tmp_path, size) as viewer:
        viewer.app.post_message(OpenPerson("ada-mbeki"))
        await viewer.opens("PersonScreen")
        await viewer.sees(
            "Among the first 3 people of puffin-forms-pika (1 of 1), djangocms-lark-invoices"
            " (1 of 1). These stand first.",
            "Most often beside oduyahana in 11, veraberg in 9,",
            "ada-mbeki contributes to · ",
        )
        state = viewer.app.state
        catalog = state.catalog
        assert catalog is not None
        await viewer.press("a")
        ranked = contributions(catalog, "ada-mbeki")
        assert [one.slug for one in viewer.rows()] == [
            catalog.packages[one.row].slug for one in ranked
        ]
        await viewer.press("S")
        assert viewer.rows()[0].slug == "puffin-forms-pika", "without an order nothing is turned"
        await viewer.press("s", "home", "enter")
        await viewer.sees("by name")


async def test_a_participant_is_followed_from_the_package(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("slash", *"drf-otter-redis", "enter")
        await viewer.opens("PackageScreen")
        await viewer.sees("also in")
        people = viewer.table("#participants")
        people.focus()
        people.move_to(next(at for at, one in enumerate(people.rows) if one.name == "ada-mbeki"))
        await viewer.press("enter")
        await viewer.opens("PersonScreen")
        await viewer.sees("ada-mbeki contributes to")


async def test_what_everybody_has_left_can_be_listed(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3", "f", *"is:orphaned", "enter", "a")
        state = viewer.app.state
        catalog = state.catalog
        assert catalog is not None
        left = {it.slug for it in catalog.packages if is_orphaned(catalog, it)}
        assert left
        await viewer.until(lambda: {one.slug for one in viewer.rows()} == left)
