"""Emotion as data and maths: VAD space, label sets, personality and mood."""
