"""What a manager measures: definitions, numbers, and what of them may be shown."""
