"""Widgets: they draw what they are given and post what a person asks for."""
