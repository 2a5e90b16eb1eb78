"""The fields that API v4 shows of each record, in its order."""
# mypy: allow-subclassing-any

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from tests.server.control import CONTROL
from tests.server.models import Category, Grid, Package


class CategorySerializer(serializers.ModelSerializer):
    """A category; it has no hyperlinks."""

    class Meta:
        """The site's fields in the site's order."""

        model = Category
        fields = (
            "id",
            "title",
            "slug",
            "description",
            "title_plural",
            "show_pypi",
            "created",
            "modified",
        )


class GridSerializer(serializers.HyperlinkedModelSerializer):
    """A grid with hyperlinks to its members."""

    class Meta:
        """The site's fields in the site's order."""

        model = Grid
        fields = (
            "id",
            "title",
            "slug",
            "description",
            "is_locked",
            "packages",
            "header",
            "created",
            "modified",
        )


class PackageSerializer(serializers.HyperlinkedModelSerializer):
    """A package with hyperlinks to its category and grids."""

    grids = serializers.HyperlinkedRelatedField(view_name="grid-detail", many=True, read_only=True)

    class Meta:
        """The site's fields in the site's order."""

        model = Package
        fields = (
            "category",
            "grids",
            "id",
            "title",
            "slug",
            "last_updated",
            "last_fetched",
            "repo_url",
            "pypi_version",
            "created",
            "modified",
            "repo_forks",
            "repo_description",
            "pypi_url",
            "documentation_url",
            "repo_watchers",
            "commits_over_52",
            "participants",
        )

    def to_representation(self, instance: Package) -> dict[str, Any]:
        """Return the package's fields, with what a test asked to be spoilt in them."""
        return {**super().to_representation(instance), **CONTROL.spoilt.get(instance.pk, {})}


def search_item(record: Package | Grid) -> dict[str, Any]:
    """Return a hit as the site's search shows it: no id, names for ids, one text of people."""
    package = record if isinstance(record, Package) else None
    stars = package.repo_watchers if package else 0
    in_index = bool(package and package.pypi_url)
    local = serializers.DateTimeField().to_representation
    last_commit = local(package.last_updated) if package and package.last_updated else None
    return {
        "description": package.repo_description if package else record.description,
        "title": record.title,
        "title_no_prefix": record.title,
        "slug_no_prefix": record.slug,
        "clean_title": record.title,
        "absolute_url": package.get_absolute_url() if package else f"/grids/g/{record.slug}/",
        "created": local(record.created),
        "modified": local(record.modified),
        "weight": min(100, 10 + max(stars, 0).bit_length() * 8) if package else 49,
        "item_type": "package" if package else "grid",
        "slug": record.slug,
        "category": package.category.title if package else "",
        "repo_watchers": stars,
        "repo_forks": package.repo_forks if package else 0,
        "pypi_downloads": max(stars, 0) * 97 if in_index else 0,
        "score": stars,
        "usage": max(stars, 0) // 50,
        "participants": ",".join(package.participants) if package else "",
        "last_committed": last_commit,
        "last_released": last_commit,
    }
