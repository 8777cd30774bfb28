"""A page in the browser of who runs it: ask by forms, watch a world beside its twin, compare what is stored."""
