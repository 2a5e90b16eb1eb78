"""Screens: what is where, and what a key asks for. They import neither each other nor the app."""
