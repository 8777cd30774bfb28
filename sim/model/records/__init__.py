"""What is written down: daily tables and the typed event journal."""
