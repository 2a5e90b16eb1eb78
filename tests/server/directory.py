"""A made-up directory of packages around the five real ones, the same for the same seed.

Its parts are plain dicts with the API's names and values, as a client would have decoded them.
Names, people and figures of all other packages are invented; days are those before 16 Feb 2026.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle

from tests.server import words
from tests.server.maker import FORGES, HIGHEST_ID, Item, PackageMaker, created_of, iso, link
from tests.server.recorded import THE_FIVE, recording


@dataclass(frozen=True)
class Directory:
    """Everything the site lists, newest first, and which packages it no longer counts."""

    categories: list[Item]
    grids: list[Item]
    packages: list[Item]
    archived: frozenset[int]


def item_id(link: str) -> int:
    """Return the id at the end of a hyperlink."""
    return int(link.rstrip("/").rsplit("/", 1)[1])


def make_directory(
    packages: int = 5400,
    grids: int = 380,
    *,
    seed: int = 52,
    strange: bool = True,
    forges: Sequence[str] = FORGES,
) -> Directory:
    """Return a directory of so many packages and grids, the five and their grids among them.

    Args:
        packages: At least 5.
        grids: At least 7.
        seed: Another seed, another directory.
        strange: Whether some texts are hostile: control characters, markup, right-to-left.
        forges: Where the invented repositories lie.
    """
    rng = random.Random(seed)
    five = [recording(f"package_{key}_by_id").json() for key in THE_FIVE]
    real_grids = recording("grids_of_the_five").json()["results"]
    topics = _topics_of(_chosen_ids(rng, packages, real_grids), real_grids)
    maker = PackageMaker(rng, forges)
    made = [maker.package(key, topic) for key, topic in topics.items()]
    if strange:
        _make_strange(made)
    everything = sorted(five + made, key=lambda package: -int(package["id"]))
    archived = frozenset(
        package["id"] for package in made if rng.random() < (0.14 if _is_quiet(package) else 0.01)
    )
    all_grids = _recorded_grids(real_grids, everything)
    all_grids += _made_grids(rng, grids - len(real_grids), made, topics)
    all_grids.sort(key=lambda grid: -int(grid["id"]))
    return Directory(recording("categories").json()["results"], all_grids, everything, archived)


def _is_quiet(package: Item) -> bool:
    return not any(package["commits_over_52"])


def _chosen_ids(rng: random.Random, count: int, real_grids: Sequence[Item]) -> list[int]:
    """Choose ids beside the five: members of the recorded grids first, up to 2 in 5."""
    wanted = count - len(THE_FIVE)
    turns = [[item_id(link) for link in grid["packages"]] for grid in real_grids]
    longest = max(map(len, turns))
    in_turn = (turn[at] for at in range(longest) for turn in turns if at < len(turn))
    members = list(dict.fromkeys(key for key in in_turn if key not in THE_FIVE))
    members = members[: min(wanted, count * 2 // 5)]
    others = set(range(1, max(HIGHEST_ID, count * 11 // 10) + 1)) - set(members) - set(THE_FIVE)
    return members + rng.sample(sorted(others), wanted - len(members))


def _topics_of(ids: Iterable[int], real_grids: Sequence[Item]) -> dict[int, str]:
    suggestions: dict[int, str] = {}
    for grid in real_grids:
        topics = cycle(words.REAL_GRIDS[grid["id"]].split())
        suggestions |= {item_id(link): next(topics) for link in grid["packages"]}
    all_topics = sorted({topic for _, topics in _grid_table() for topic in topics})
    others = cycle(all_topics)
    return {key: suggestions.get(key) or next(others) for key in ids}


def _grid_table() -> list[tuple[str, list[str]]]:
    lines = (line.split("|") for line in words.GRIDS.split("\n") if line)
    table = [(title, topics.split()) for title, topics in lines]
    for suffix in ("for Wagtail", "for DRF", "with HTMX", "clients"):
        table += [(f"{topics[0].capitalize()} {suffix}", topics) for title, topics in table[:146]]
    return list({title: (title, topics) for title, topics in table}.values())


def _make_strange(made: Sequence[Item]) -> None:
    """Give every 97th package a hostile title or description, and one a slug of digits."""
    titles, descriptions = cycle(words.STRANGE_TITLES), cycle(words.STRANGE_DESCRIPTIONS)
    for package in made[20::97]:
        package["title"] = next(titles)
    for package in made[30::97]:
        package["repo_description"] = next(descriptions)
    if len(made) > 40:
        made[40]["slug"] = "2048"


def _recorded_grids(real_grids: Sequence[Item], everything: Sequence[Item]) -> list[Item]:
    """Return the recorded grids with those of their members that exist, told of it."""
    by_id = {package["id"]: package for package in everything}
    kept = []
    for grid in real_grids:
        members = [by_id[key] for key in map(item_id, grid["packages"]) if key in by_id]
        kept.append(_with_members(grid, members))
    return kept


def _with_members(grid: Item, members: Sequence[Item]) -> Item:
    members = sorted(members, key=lambda package: (package["title"], package["id"]))
    own = link("grids", grid["id"])
    for package in members:
        if own not in package["grids"]:
            package["grids"].append(own)
    return {**grid, "packages": [link("packages", package["id"]) for package in members]}


def _made_grids(
    rng: random.Random, count: int, made: Sequence[Item], topics: dict[int, str]
) -> list[Item]:
    by_topic: dict[str, list[Item]] = {}
    for package in made:
        by_topic.setdefault(topics[package["id"]], []).append(package)
    ids = rng.sample(sorted(set(range(1, 442)) - set(words.REAL_GRIDS)), count)
    table = _grid_table()[:count]
    grids = []
    for key, (title, about) in zip(ids, table, strict=True):
        size = min(int(58 * rng.random() ** 2.3), len(made) // 8)
        pool = [package for topic in about for package in by_topic.get(topic, ())]
        members = rng.sample(pool, min(size, len(pool)))
        strays = rng.sample(made, (size - len(members)) // 2)
        members += [package for package in strays if package not in members]
        created = iso(created_of(key * 14).replace(microsecond=0))
        grid = {
            "id": key,
            "title": title,
            "slug": "-".join(title.lower().replace("/", "").split()),
            "description": rng.choice(
                ("", f"Packages that help with {title.lower()} in Django.", _LISTED.format(title))
            ),
            "is_locked": rng.random() < 0.03,
            "packages": [],
            "header": rng.random() < 0.05,
            "created": created,
            "modified": created,
        }
        grids.append(_with_members(grid, members))
    return grids


_LISTED = "{}: compare features, licences & activity.\r\n* Corrections are welcome.\r\n* Be fair."
