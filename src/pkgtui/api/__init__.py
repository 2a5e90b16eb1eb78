"""The directory's site: the only place that knows httpx and the shapes on the wire."""
