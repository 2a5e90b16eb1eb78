"""A terminal dashboard for choosing and vetting Django packages."""

__version__ = "0.1.0"
