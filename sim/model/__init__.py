"""Everything that decides a result: the world, its agents, its day, and what policy does to it."""
