"""What a study folder holds: its runs, what identifies them, what made them, and how all of it is read back."""
