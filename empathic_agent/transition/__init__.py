"""How a talk moves the agent's own mood: a learned Δ, and trajectories over whole dialogues.

The analytic transition is `affect/mood.py`. Nothing here knows replies or memory.
"""
