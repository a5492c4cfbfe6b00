"""Selectors that ask a chat model: alone, with examples, or with the small planner beside it."""
