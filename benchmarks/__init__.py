"""How fast the model is, and what that compares to. Run as ``python -m benchmarks <name>``."""
