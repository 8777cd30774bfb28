"""News: what happened is told, heard with delay, and fades."""
