"""What is shown: figures, the printed summary, the report. Tidy tables in, Axes and text out."""
