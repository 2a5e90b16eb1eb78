"""A person's own grids beside those of the site."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.catalogs import catalog, catalogs

from pkgtui.models.catalog import Catalog
from pkgtui.models.links import grid_links
from pkgtui.models.own_grids import find_grid, is_own, own_grids, own_key
from pkgtui.models.personal import (
    MOST_MARKED,
    Personal,
    with_all_marked,
    with_grid,
    with_grid_renamed,
)

MINE = Personal(grids={"mine": ("package-2", "left", "package-1", "gone")})


def test_a_grid_of_ones_own_has_the_members_that_are_in_the_directory() -> None:
    [grid] = own_grids(catalog(), MINE)
    assert (grid.title, is_own(grid), len(grid.packages)) == ("mine", True, 4)
    rows = catalog().grid_rows(grid)
    assert [catalog().packages[row].slug for row in rows] == ["package-2", "package-1"]
    assert grid_links(grid, "https://packages.example") == []


def test_grids_are_found_whoever_made_them() -> None:
    assert find_grid(catalog(), MINE, own_key("mine")) == own_grids(catalog(), MINE)[0]
    assert find_grid(catalog(), MINE, own_key("yours")) is None
    site = find_grid(catalog(), MINE, "mail")
    assert site == find_grid(catalog(), MINE, 7)
    assert site is not None
    assert not is_own(site)


def test_a_grid_is_kept_renamed_and_removed() -> None:
    two = with_grid(MINE, "other", ("package-3",))
    assert list(two.grids) == ["mine", "other"]
    assert list(with_grid_renamed(two, "mine", "ours").grids) == ["ours", "other"]
    assert with_grid_renamed(two, "mine", "other") == two, "no grid is lost to a name"
    assert with_grid_renamed(two, "nobody's", "ours") == two
    assert with_grid(two, "other", None) == MINE


def test_all_of_a_grid_is_marked_as_far_as_there_is_room() -> None:
    some = Personal(basket=("b", "a"))
    assert with_all_marked(some, ("c", "a")).basket == ("b", "a", "c")
    many = tuple(f"p{number}" for number in range(2 * MOST_MARKED))
    assert len(with_all_marked(some, many).basket) == MOST_MARKED


@given(catalogs, st.dictionaries(st.text(max_size=9), st.lists(st.text(max_size=9)).map(tuple)))
def test_any_names_give_grids_of_their_own(one: Catalog, names: dict[str, tuple[str, ...]]) -> None:
    personal = Personal(grids=names)
    grids = own_grids(one, personal)
    assert len({grid.id for grid in grids}) == len({grid.slug for grid in grids}) == len(names)
    for grid in grids:
        assert find_grid(one, personal, grid.slug) == grid
        assert len(one.grid_rows(grid)) <= len(grid.packages)
