"""Partners: who sees signals of the trade, what they know, and what they share."""
