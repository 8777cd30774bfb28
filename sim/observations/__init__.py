"""A user's own observations: read from a folder, understood row by row, never guessed at."""
