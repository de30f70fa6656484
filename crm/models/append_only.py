"""Rows that are only ever added: the model refuses to change and to remove them."""

from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove what may only be added to."""


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Questions only: what is added goes through a verb of its own."""

    def update(self, **_values: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def bulk_create(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse rows that do not stand in the chain."""
        raise AppendOnlyError

    def _add(self, rows: list[Row]) -> None:
        super().bulk_create(rows)


class AppendOnly(models.Model):
    """A row that stays as it was written."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError
