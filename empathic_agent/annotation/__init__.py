"""Labels tables of texts with emotion and cause. Knows detectors, and nothing of conversations."""
