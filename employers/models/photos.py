"""Photos of needs and tasks, cleaned before they are stored."""

import uuid
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from employers.models.work_tasks import Need, WorkTask
from employers.photos import Clean, blur, clean


def private_storage() -> Any:
    """Return where files lie that only a view hands out."""
    return storages["private"]


def _place(photo: "Photo", name: str) -> str:
    return f"photos/{photo.key}/{uuid.uuid4().hex[:8]}-{name}"


class Photo(models.Model):
    """One photo of a task or a need, in three sizes; no metadata, no original."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.ForeignKey(
        WorkTask, null=True, on_delete=models.CASCADE, related_name="photos"
    )
    need = models.ForeignKey(
        Need, null=True, on_delete=models.CASCADE, related_name="photos"
    )
    alt = models.CharField(_("what is seen"), max_length=120, blank=True)
    large = models.FileField(upload_to=_place, storage=private_storage)
    fallback = models.FileField(upload_to=_place, storage=private_storage)
    thumb = models.FileField(upload_to=_place, storage=private_storage)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    SIZES = ("large", "fallback", "thumb")

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="photo_of_one_thing",
                condition=models.Q(task__isnull=False, need__isnull=True)
                | models.Q(task__isnull=True, need__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.alt or str(self.task or self.need)

    @classmethod
    def take(cls, file: IO[bytes], **about: Any) -> "Photo":
        """Clean an uploaded file and store it; BadPhoto leaves nothing behind."""
        return cls.store(clean(file), **about)

    @classmethod
    def store(cls, made: Clean, **about: Any) -> "Photo":
        """Store a photo that has been cleaned."""
        photo = cls(**about)
        photo._keep(made)
        return photo

    def blur(self, boxes: list[tuple[float, float, float, float]]) -> None:
        """Make areas unrecognisable for good: the sharp picture is not kept."""
        with self.fallback.open("rb") as file:
            made = blur(file, boxes)
        old = self._files()
        self.key = uuid.uuid4()  # a browser keeps what it saw under the old address
        self._keep(made)
        transaction.on_commit(lambda: _remove(old))

    def _files(self) -> list[tuple[Any, str]]:
        return [(getattr(self, s).storage, getattr(self, s).name) for s in self.SIZES]

    def _keep(self, made: Clean) -> None:
        self.width, self.height = made.width, made.height
        for size, ending in (("large", "webp"), ("fallback", "jpg"), ("thumb", "webp")):
            content = ContentFile(getattr(made, size))
            getattr(self, size).save(f"{size}.{ending}", content, save=False)
        self.save()


def _remove(files: list[tuple[Any, str]]) -> None:
    for storage, name in files:
        storage.delete(name)


@receiver(post_delete, sender=Photo)
def remove_files(instance: Photo, **_signal: Any) -> None:
    """Let the files go once it is sure that the row has gone, cascades included."""
    files = instance._files()  # noqa: SLF001 - the model's own other half
    transaction.on_commit(lambda: _remove(files))
