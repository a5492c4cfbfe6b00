"""Which kind of support comes next: the planner, its debiasing, and how both are measured."""
