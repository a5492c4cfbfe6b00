"""Loaders for the official formats of published data sets."""
