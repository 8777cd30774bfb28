"""Books: coin moves between holders, and what agents look at tomorrow is smoothed."""
