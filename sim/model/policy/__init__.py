"""Policy: which barriers are in force today."""
