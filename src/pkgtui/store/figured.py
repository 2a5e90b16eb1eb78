"""What was worked out of a catalog, as it is kept beside it."""

from __future__ import annotations

from pkgtui import __version__
from pkgtui.models.catalog import Catalog
from pkgtui.models.figures import Worked, put_in, worked_out
from pkgtui.store.codec import Belonging, decode_sealed, encode_sealed
from pkgtui.store.errors import DamagedCatalog


class Figured(Belonging, frozen=True):
    """The figures of all packages of a catalog.

    Attributes:
        program: The version that worked them out: another one may have other rules.
    """

    NAME = "What was worked out of the catalog"

    program: str
    worked: Worked


def encode_figures(base: str, catalog: Catalog) -> bytes:
    """Return the figures of `catalog`, which has the checksum `base` and keeps them, as bytes."""
    worked = worked_out(catalog)
    put_in(catalog, worked)
    return encode_sealed(Figured(base, __version__, worked))


def put_figures(blob: bytes, base: str, catalog: Catalog) -> None:
    """Spare `catalog` what was worked out of it, if that is what `blob` holds.

    Raises:
        DamagedCatalog: It is not what `encode_figures` wrote.
    """
    kept = decode_sealed(blob, Figured)
    if (kept.base, kept.program) != (base, __version__):
        return
    try:
        put_in(catalog, kept.worked)
    except ValueError as error:
        raise DamagedCatalog(f"{Figured.NAME} does not fit it") from error
