"""The public site of the demo: its starting content."""

from typing import Any

from cms.loading import load_site


def load(people: dict[str, list[Any]]) -> None:
    """Load the site; its contact page shows the demo's coaches by itself."""
    del people
    load_site()
