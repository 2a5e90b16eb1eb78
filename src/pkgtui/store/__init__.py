"""The catalog on disk: kept whole, read whole, never executed."""

import sys

# diskcache would import Django, where that is installed, for a backend that is not used here.
sys.modules.setdefault("diskcache.djangocache", None)  # type: ignore[arg-type]  # means: not there
