"""The terminal app; it reads `Turn` records and nothing else."""
