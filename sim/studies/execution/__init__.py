"""How runs are carried out: engines, what is sent to them, what is compiled before, what comes back."""
