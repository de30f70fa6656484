"""A field of blocks whose migrations do not repeat the blocks."""

from typing import Any

from wagtail.fields import StreamField


class BlocksField(StreamField):
    """A StreamField that tells migrations only that it is one.

    The blocks are not in the database's schema; a new label or choice in any of them
    would otherwise be a migration of two hundred kilobytes.
    """

    def deconstruct(self) -> Any:
        name, _path, _args, kwargs = super().deconstruct()
        kwargs["block_lookup"] = {}
        return name, "wagtail.fields.StreamField", [[]], kwargs
