"""The version of the program and of the model in it."""

__version__ = "0.1.0"
