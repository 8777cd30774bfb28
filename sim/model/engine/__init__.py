"""How a run is executed: parameters, levers, random draws, columns. Knows nothing of markets."""
