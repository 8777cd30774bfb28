"""What a run comes to: its two arms, and the outcomes measured on them. Part of the identity of a run."""
