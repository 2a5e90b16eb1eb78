"""Any filter: as a tree, and as text."""

from __future__ import annotations

from hypothesis import strategies as st

from pkgtui.models.query.nodes import Fact, Query, Word, both, either, without
from pkgtui.text import clean, fold, one_line

_figures = st.sampled_from(["stars", "forks", "commits", "active", "people"])
_numbers = st.one_of(
    st.tuples(st.sampled_from(["", "=", ">", ">=", "<", "<="]), st.integers(0, 10**6)).map(
        lambda it: f"{it[0]}{it[1]}"
    ),
    st.tuples(st.integers(0, 99), st.integers(99, 9999)).map(lambda it: f"{it[0]}..{it[1]}"),
    st.sampled_from(["1k", ">1.5k", "<=2M", "unknown"]),
)
_moments = st.sampled_from(["commit", "created", "fetched"])
_times = st.sampled_from(["<1y", ">=6m", "6m..2y", ">2020", "2020-05..2022", "2024", "unknown"])
_versions = st.sampled_from(["any", "none", ">=3", "<2.0rc1", "2.0..3.0", "3.7.2"])
_choices = st.sampled_from(
    [("release", "any"), ("trend", "up"), ("health", "good"), ("docs", "no"), ("is", "stale")]
)
# Without quotes, which stand around names, and without what is no name at all.
_names = st.text(min_size=1, max_size=8).map(lambda it: one_line(clean(it.replace('"', ""))))

facts = st.one_of(
    st.builds(Fact, _figures, _numbers),
    st.builds(Fact, _moments, _times),
    st.builds(Fact, st.just("version"), _versions),
    _choices.map(lambda it: Fact(*it)),
    st.builds(Fact, st.sampled_from(["grid", "cat", "by"]), _names).filter(
        lambda it: bool(fold(it.value).strip())
    ),
)
_odd_words = st.sampled_from(["or", "OR", ":-)", "a:b", "(x", "-a", "--", "two words", "it's"])
words = (_names | _odd_words).filter(lambda it: it != "-" and bool(fold(it).strip())).map(Word)


def _groups(nodes: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some = st.lists(nodes, min_size=1, max_size=3)
    return some.map(both) | some.map(either) | nodes.map(without)


queries: st.SearchStrategy[Query] = st.recursive(words | facts, _groups, max_leaves=6)
"""Trees in the shape that reading gives them."""

_signs = ["(", ")", "-", '"', ":", "or", " ", " or ", "..", "é", "\u0301", "\ud800"]
_parts = ["stars:", ">200", "1k", "unknown", "grid:", "by:", "x:", "version:>=3", "django"]
_pieces = st.sampled_from([*_signs, *_parts])
texts = st.text(st.characters(exclude_categories=())) | st.lists(_pieces, max_size=20).map("".join)
"""What people, and their keyboards, may type."""
