"""The tables of the test site: what the real one keeps, as far as its API shows it."""
# mypy: allow-subclassing-any
# ruff: noqa: DJ001 - The API tells null from an empty text, so the tables must.

from __future__ import annotations

from django.db import models


class Category(models.Model):
    """A kind of package."""

    title = models.TextField()
    slug = models.SlugField(max_length=200)
    description = models.TextField()
    title_plural = models.TextField()
    show_pypi = models.BooleanField()
    created = models.DateTimeField()
    modified = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.title)


class Package(models.Model):
    """A package; `is_active` is not in the API and shows in the sitemap alone."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE)
    title = models.TextField()
    slug = models.SlugField(max_length=200, unique=True)
    last_updated = models.DateTimeField(null=True)
    last_fetched = models.DateTimeField(null=True)
    repo_url = models.TextField()
    pypi_version = models.TextField(null=True)
    created = models.DateTimeField()
    modified = models.DateTimeField()
    repo_forks = models.IntegerField()
    repo_description = models.TextField()
    pypi_url = models.TextField()
    documentation_url = models.TextField(null=True)
    repo_watchers = models.IntegerField()
    commits_over_52 = models.JSONField()
    participants = models.JSONField()
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the path of the page for a browser."""
        return f"/packages/p/{self.slug}/"

    @property
    def grids(self) -> list[Grid]:
        """The grids in the order in which the package was put into them, with ids alone."""
        return [Grid(pk=membership.grid_id) for membership in self.memberships.all()]


class Grid(models.Model):
    """A comparison of packages."""

    title = models.TextField()
    slug = models.SlugField(max_length=200)
    description = models.TextField()
    is_locked = models.BooleanField()
    packages = models.ManyToManyField(Package, through="Membership", related_name="+")
    header = models.BooleanField()
    created = models.DateTimeField()
    modified = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.title)


class Membership(models.Model):
    """That a package stands in a grid."""

    grid = models.ForeignKey(Grid, on_delete=models.CASCADE)
    package = models.ForeignKey(Package, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        """Keep the order of entry."""

        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.package_id} in {self.grid_id}"
