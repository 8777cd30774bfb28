"""Does the model show what was observed? The evidence, what is measured in the model, and the comparison."""
