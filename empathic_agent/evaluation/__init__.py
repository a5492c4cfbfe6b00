"""Measures the agent and its parts on published data sets."""
