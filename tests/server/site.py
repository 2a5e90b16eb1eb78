"""Sets Django up over one SQLite file and fills it with a made-up directory."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from tests.server.directory import Directory, item_id, make_directory
from tests.server.maker import Item, PackageMaker

_MOMENTS = ("created", "modified", "last_updated", "last_fetched")


class Site:
    """The rows of the test site, and its WSGI application. One of them in a process.

    Args:
        folder: An empty folder for the database.
        packages: How many packages to begin with.
        grids: How many grids.
        seed: The directory's seed.
    """

    def __init__(self, folder: Path, packages: int, grids: int, seed: int) -> None:
        self._database = folder / "site.sqlite3"
        self._as_seeded = folder / "seeded.sqlite3"
        self._touched = False
        self._maker = PackageMaker(random.Random(seed + 1))
        _configure(self._database)
        self.application: Callable[..., Iterable[bytes]] = get_wsgi_application()
        _create_tables()
        _insert(make_directory(packages, grids, seed=seed))
        with closing(sqlite3.connect(self._as_seeded)) as copy:
            connection.connection.backup(copy)

    def add_packages(self, count: int) -> list[int]:
        """Put new packages at the head of the list and return their ids."""
        from tests.server.models import Package  # noqa: PLC0415 - needs Django set up

        self._touched = True
        highest = max(Package.objects.values_list("id", flat=True), default=0)
        ids = list(range(highest + 1, highest + count + 1))
        Package.objects.bulk_create(
            _package_row(self._maker.package(key, "added"), active=True) for key in ids
        )
        return ids

    def remove_packages(self, ids: Iterable[int]) -> None:
        """Delete packages, and with them their places in grids."""
        from tests.server.models import Package  # noqa: PLC0415 - needs Django set up

        self._touched = True
        Package.objects.filter(pk__in=list(ids)).delete()

    def package_ids(self) -> list[int]:
        """Return the ids of all packages, newest first."""
        from tests.server.models import Package  # noqa: PLC0415 - needs Django set up

        return list(Package.objects.order_by("-id").values_list("id", flat=True))

    def restore(self) -> None:
        """Make the rows what they were at the beginning."""
        if self._touched:
            connection.ensure_connection()
            with closing(sqlite3.connect(self._as_seeded)) as copy:
                copy.backup(connection.connection)
            self._touched = False


def _configure(database: Path) -> None:
    settings.configure(
        SECRET_KEY="of the tests",  # noqa: S106 - nothing is signed
        ALLOWED_HOSTS=["*"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(database),
                "OPTIONS": {"timeout": 20},
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=["django.contrib.sitemaps", "rest_framework", "tests.server"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "tests.server.views.like_the_real_one",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        ROOT_URLCONF="tests.server.urls",
        STATIC_URL="/static/",
        USE_TZ=True,
        TIME_ZONE="America/New_York",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
        LOGGING_CONFIG=None,
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [],
            "DEFAULT_PERMISSION_CLASSES": [],
            "UNAUTHENTICATED_USER": None,
        },
    )
    django.setup()


def _create_tables() -> None:
    from tests.server import models  # noqa: PLC0415 - needs Django set up

    with connection.schema_editor() as editor:
        for model in (models.Category, models.Package, models.Grid, models.Membership):
            editor.create_model(model)


def _insert(directory: Directory) -> None:
    from tests.server.models import (  # noqa: PLC0415 - needs Django set up
        Category,
        Grid,
        Membership,
        Package,
    )

    with transaction.atomic():
        Category.objects.bulk_create(
            Category(**_with_moments(item)) for item in directory.categories
        )
        Package.objects.bulk_create(
            _package_row(item, active=item["id"] not in directory.archived)
            for item in directory.packages
        )
        Grid.objects.bulk_create(
            Grid(**_with_moments({key: value for key, value in item.items() if key != "packages"}))
            for item in directory.grids
        )
        Membership.objects.bulk_create(
            Membership(grid_id=item_id(link), package_id=item["id"])
            for item in directory.packages
            for link in item["grids"]
        )


def _package_row(item: Item, *, active: bool) -> Any:
    from tests.server.models import Package  # noqa: PLC0415 - needs Django set up

    plain = {key: value for key, value in item.items() if key not in ("category", "grids")}
    return Package(category_id=item_id(item["category"]), is_active=active, **_with_moments(plain))


def _with_moments(item: Item) -> Item:
    moments = {
        key: datetime.fromisoformat(item[key]) for key in _MOMENTS if item.get(key) is not None
    }
    return {**item, **moments}
