"""Emotion detectors other than the built-in head, one file each; see docs/detectors.md."""
