"""The colours: few, muted, one hue per speaker. Knows nothing of what is coloured."""

from __future__ import annotations

from textual.theme import Theme

DUSK = Theme(
    name="dusk",
    primary="#8fbcaa",
    secondary="#d3b58d",
    accent="#a9b4d0",
    foreground="#d7dbdd",
    background="#1b2024",
    surface="#22292e",
    panel="#1f262a",
    success="#8fbcaa",
    warning="#dcb573",
    error="#d98d7e",
    variables={
        "quiet": "#929a9e",
        "rail": "#3a4349",
        "footer-background": "#1b2024",
        "footer-key-foreground": "#a9b4d0",
        "footer-key-background": "#1b2024",
        "footer-description-foreground": "#929a9e",
        "input-cursor-background": "#d7dbdd",
        "scrollbar": "#343d43",
        "scrollbar-hover": "#465158",
        "scrollbar-active": "#56636b",
        "scrollbar-background": "#1b2024",
        "scrollbar-background-hover": "#1b2024",
        "scrollbar-background-active": "#1b2024",
        "scrollbar-corner-color": "#1b2024",
    },
)
"""Primary is the agent, secondary the person, accent everything that explains.

Of our own: $quiet for small print (at least 5 : 1 on all backgrounds) and $rail for empty gauges.
"""
