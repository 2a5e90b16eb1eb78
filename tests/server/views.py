"""The addresses of API v4 and the sitemap, answered by Django REST Framework."""
# mypy: allow-subclassing-any

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.views.defaults import server_error
from rest_framework.generics import get_object_or_404
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet, ViewSet
from tests.server.control import CONTROL
from tests.server.models import Category, Grid, Package
from tests.server.serializers import (
    CategorySerializer,
    GridSerializer,
    PackageSerializer,
    search_item,
)

_LONGEST_REQUEST_LINE = 4094
_MOST_HITS = 20


class SitePagination(LimitOffsetPagination):
    """20 a page unless asked otherwise, without a maximum, unless told to misbehave."""

    default_limit = 20

    def get_paginated_response(self, data: Any) -> Response:
        """Return a page."""
        answer = super().get_paginated_response(data)
        kind = self.request.path.strip("/").rsplit("/", 1)[-1].removesuffix(".json")
        answer.data.update(CONTROL.lies.get(kind, {}))
        for name in CONTROL.left_out.get(kind, ()):
            del answer.data[name]
        return answer

    def get_limit(self, request: Request) -> Any:
        """Return how many rows this page may have."""
        limit = super().get_limit(request)
        return min(limit, CONTROL.largest_page) if CONTROL.largest_page else limit


class CategoryViewSet(ReadOnlyModelViewSet):
    """API endpoint that allows categories to be viewed or edited."""

    queryset = Category.objects.order_by("-id")
    serializer_class = CategorySerializer
    pagination_class = SitePagination


class _ByIdOrSlug(ReadOnlyModelViewSet):
    pagination_class = SitePagination

    def get_object(self) -> Any:
        """Return the record of the id or slug in the address; what looks like an id is one."""
        key = self.kwargs["pk"]
        found = {"pk": key} if key.isdigit() else {"slug": key}
        return get_object_or_404(self.get_queryset(), **found)


class GridViewSet(_ByIdOrSlug):
    """API endpoint that allows grids to be viewed or edited."""

    queryset = Grid.objects.order_by("-id").prefetch_related(
        Prefetch("packages", Package.objects.order_by("title", "id").only("title"))
    )
    serializer_class = GridSerializer


class PackageViewSet(_ByIdOrSlug):
    """API endpoint that allows packages to be viewed or edited."""

    queryset = Package.objects.order_by("-id").prefetch_related("memberships")
    serializer_class = PackageSerializer


class SearchViewSet(ViewSet):
    """At most 20 packages and grids that hold every word asked for and none with a minus."""

    def list(self, request: Request, **_: Any) -> Response:
        """Return a bare list of hits, best first."""
        words = request.query_params.get("q", "").split()
        if not words:
            return Response([])
        packages = _matching(Package.objects.select_related("category"), words, "repo_description")
        hits = [*packages, *_matching(Grid.objects.all(), words, "description")]
        items = [search_item(hit) for hit in hits]
        items.sort(key=lambda item: (-item["weight"], item["title"]))
        return Response(items[:_MOST_HITS])


def _matching(records: QuerySet, words: list[str], description: str) -> QuerySet:
    for word in words:
        text = word.removeprefix("-")
        within = Q(title__icontains=text) | Q(**{f"{description}__icontains": text})
        records = records.exclude(within) if word.startswith("-") else records.filter(within)
    return records


def package_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page for a browser, of which only its shape and its warning are as on the real site."""
    del request
    package = get_object_or_404(Package.objects.all(), slug=slug)
    by = CONTROL.replaced.get(package.pk)
    if by is not None:
        said = format_html(
            'This project was deprecated and replaced by <a href="https://index.example/project/{}/"'
            ' target="_blank">{}</a>',
            by,
            by,
        )
    else:
        said = format_html("This project was archived")
    box = format_html(
        '<div class="flex" role="alert"><i class="ph-bold"></i><span class="sr-only">Warning</span>'
        '<div><span class="font-medium">Warning!</span> {}</div></div>',
        said,
    )
    return HttpResponse(
        format_html(
            "<!DOCTYPE html>\n<html><body><h1>{}</h1><p>{}</p>{}<main></main></body></html>",
            package.title,
            package.repo_description,
            "" if package.is_active and by is None else box,
        )
    )


class PackageSitemap(Sitemap):
    """The packages that the site counts as active, and no others."""

    changefreq = "daily"
    priority = 1.0

    def items(self) -> QuerySet:
        """Return the active packages."""
        return Package.objects.filter(is_active=True).order_by("title").only("slug", "modified")

    def lastmod(self, item: Package) -> Any:
        """Return when the record was edited."""
        return item.modified


def like_the_real_one(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse what PostgreSQL and the site's own web server refuse, and SQLite does not."""

    def answer(request: HttpRequest) -> HttpResponse:
        line = f"{request.method} {request.get_full_path()} HTTP/1.1"
        if len(line) > _LONGEST_REQUEST_LINE:
            return HttpResponse("<html><body>Request Line is too large</body></html>", status=400)
        if "\x00" in request.path or "\x00" in "".join(request.GET.values()):
            return server_error(request)
        return get_response(request)

    return answer
