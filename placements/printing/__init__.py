"""Papers about candidates, as PDF that a screen reader can read: codes, no names."""
