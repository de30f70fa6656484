"""What a choice says beside its label when it is drawn as a chip."""

from typing import Any

from django.forms import Field


def describe(field: Field, **details: dict[str, Any]) -> None:
    """Give the choices of a form field their icon, hint, tone and what they reveal.

    The tag ``chips`` draws them: ``describe(field, call={"icon": "phone"})``, and
    ``describe(field, **{value: …})`` for values that are no Python names.
    """
    field.choice_details = details  # type: ignore[attr-defined]
