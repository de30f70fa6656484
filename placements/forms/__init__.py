"""What the screens of candidates ask."""
