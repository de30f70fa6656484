"""The task library: what workplaces have moved before, without saying which ones."""

from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid5

from django.db import models, transaction
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from crm.search import fold, matching, searchable
from employers.anonymity import names_somebody
from employers.industries import Scheme
from employers.models.jobs import TailoredJob
from employers.models.work_tasks import WorkTask
from employers.models.work_traits import WorkTraits

if TYPE_CHECKING:
    from employers.models.employers import Employer

#: From library task and job to the draft of a row: a second tap adds no second row.
REUSE = UUID("5f0c1f5e-7e0e-4f0b-9d55-6a4b6a4c7f10")
LANGUAGES = ("fi", "sv", "en")


class LibraryTaskQuerySet(models.QuerySet["LibraryTask"]):
    """Questions about the library."""

    def shown(self) -> Self:
        return self.filter(hidden=False)

    def matching(self, text: str) -> Self:
        """Keep the tasks that hold every word: their own, or their workplaces'."""
        return matching(self, text)

    def counted(self, apart_from: "Employer | None" = None) -> Self:
        """Add ``places``: how many employers, other than one, have moved the task."""
        others = Q(learned_from__isnull=False)
        if apart_from is not None:
            others &= ~Q(learned_from__employer=apart_from)
        places = Count("learned_from__employer", distinct=True, filter=others)
        return self.annotate(places=places)

    def moved_in(self, section: str) -> Self:
        """Keep what employers of an industry (section of TOL 2025) have moved."""
        there = TailoredJob.objects.filter(
            employer__industry_scheme=Scheme.TOL2025,
            employer__industry_section=section,
        )
        taught = LibraryTask.learned_from.through.objects.filter(tailoredjob__in=there)
        return self.filter(pk__in=taught.values("librarytask"))

    def without_reading(self) -> Self:
        """Keep what somebody has moved and found to need no reading (SEED-52)."""
        learned = LibraryTask.learned_from.through.objects.values("librarytask")
        return self.filter(literacy=self.model.Literacy.NONE, pk__in=learned)

    def most_used_first(self) -> Self:
        return self.order_by("-places", "name", "pk")

    def not_yet_in(self, job: TailoredJob) -> Self:
        """Leave out what the job's inventory has under the same name."""
        return self.exclude(key__in=job.task_keys())


class LibraryTask(WorkTraits):
    """A task that suits many workplaces of one kind.

    It is given by domain.md 3.3, or learned from jobs that both sides have accepted.
    What it is called and what it takes is kept, where it was learned is not shown.
    """

    key = models.CharField(max_length=100, editable=False)
    site_type = models.CharField(
        _("kind of workplace"), max_length=10, choices=TailoredJob.Site
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes at a time"),
        null=True,
        blank=True,
        help_text=_("As it took where it was moved last; empty when not known."),
    )
    given = models.BooleanField(default=False, editable=False)
    hidden = models.BooleanField(
        _("not offered"),
        default=False,
        help_text=_(
            "Coaches no longer see it; what is learned does not bring it back."
        ),
    )
    search_text = models.TextField(editable=False)
    learned_from = models.ManyToManyField(TailoredJob, related_name="+", editable=False)

    objects = LibraryTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("library task")
        verbose_name_plural = _("library tasks")
        ordering = ("site_type", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["site_type", "key"], name="library_task_once_a_site"
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = fold(self.name)
        site = TailoredJob.Site(self.site_type)
        sites = []
        for language in LANGUAGES:
            with override(language):
                sites.append(str(site.label))
        self.search_text = searchable([self.name, self.area, self.easy_text, *sites])
        super().save(*args, **kwargs)

    @property
    def week_minutes(self) -> int | None:
        """Minutes a week where it was moved last; None when not known."""
        return None if self.minutes is None else round(self.minutes * self.times_a_week)

    @transaction.atomic
    def reuse(self, job: TailoredJob) -> WorkTask:
        """Put the task into a job's inventory, to be sorted there; once a job."""
        values = {name: getattr(self, name) for name in self.TRAITS}
        draft = uuid5(REUSE, f"{self.pk}/{job.pk}")
        task, _created = WorkTask.objects.get_or_create(
            draft=draft, defaults=values | {"job": job}
        )
        return task

    @classmethod
    @transaction.atomic
    def learn(cls, job: TailoredJob) -> None:
        """Take over the ticked tasks of an agreed job, those that name nobody."""
        for task in job.tasks.ticked():
            if names_somebody([task.name], job.employer):
                continue
            values = {name: getattr(task, name) for name in cls.TRAITS}
            for text in ("area", "easy_text"):
                if names_somebody([values[text]], job.employer):
                    values[text] = ""
            cls._taught(values, job).learned_from.add(job)

    @classmethod
    def _taught(cls, values: dict[str, Any], job: TailoredJob) -> "LibraryTask":
        site = job.site_type or TailoredJob.Site.OTHER
        known, created = cls.objects.select_for_update().get_or_create(
            site_type=site, key=fold(values["name"]), defaults=values
        )
        if not created and not known.hidden:
            for name in cls.TRAITS:
                if name != "name" and values[name] not in ("", None):
                    setattr(known, name, values[name])
            known.save()
        return known

    @classmethod
    @transaction.atomic
    def unlearn(cls, job: TailoredJob) -> None:
        """Forget what only this job has taught: its agreement was taken back."""
        taught = list(cls.objects.filter(learned_from=job))
        for task in taught:
            task.learned_from.remove(job)
        gone = cls.objects.filter(pk__in=[t.pk for t in taught], given=False)
        gone.filter(learned_from__isnull=True, hidden=False).delete()
