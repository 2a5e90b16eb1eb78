"""Where the test site answers."""

from __future__ import annotations

from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from rest_framework.routers import DefaultRouter
from tests.server.views import (
    CategoryViewSet,
    GridViewSet,
    PackageSitemap,
    PackageViewSet,
    SearchViewSet,
    package_page,
)

router = DefaultRouter()
router.register("packages", PackageViewSet)
router.register("search", SearchViewSet, basename="search")
router.register("grids", GridViewSet)
router.register("categories", CategoryViewSet)

urlpatterns = [
    path("api/v4/", include(router.urls)),
    path("packages/p/<str:slug>/", package_page),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": {"packages": PackageSitemap}}),
]
