"""Records held against gold: its form (`gold`), the figures and their definitions, the comparison."""
