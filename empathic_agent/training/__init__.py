"""Trains the shipped heads and writes their model cards."""
