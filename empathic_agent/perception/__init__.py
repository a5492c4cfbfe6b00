"""Detectors of emotion and cause."""
