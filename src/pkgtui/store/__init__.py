"""The catalog on disk: kept whole, read whole, never executed."""
