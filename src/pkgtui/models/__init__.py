"""Frozen records and pure rules: no input or output, no clock, no user interface."""
