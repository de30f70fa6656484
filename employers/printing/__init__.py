"""Papers for the employer and the worker, as PDF that a screen reader can read."""
