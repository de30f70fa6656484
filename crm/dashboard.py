"""The sockets of the Day screen: apps plug in panels, lines and ways to reach."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from crm.workdays import add_workdays

if TYPE_CHECKING:
    from crm.models import FollowUp, User

PANELS: "list[type[Panel]]" = []
SOURCES: "list[type[Source]]" = []
APPROACHES: "dict[str, type[Approach]]" = {}

#: As many lines of each group, late and today, are shown; the rest is a link.
LINES = 18
Answer = TypeVar("Answer")


@dataclass
class Reach:
    """What a line is about, and how one gets at it: call, go there, log, plan."""

    title: str
    url: str
    where: str = ""
    person: str = ""
    number: str = ""
    shown_number: str = ""
    map_url: str = ""
    log_url: str = ""
    plan_url: str = ""
    #: Somebody should have a next step here and nobody has.
    wants_step: bool = False


@dataclass
class Line:
    """One line of the queue or of the week; a follow-up has a ``step`` to tick."""

    desk: "Desk"
    key: str
    pk: int
    #: Which record it is about: content type and id.
    about: tuple[int, int]
    url: str
    icon: str
    on: date
    what: str
    carrier: "User"
    at: time | None = None
    #: One goes there, so directions help more than a call.
    goes: bool = False
    #: Where this very thing happens, if not where the record says.
    place: str = ""
    place_url: str = ""
    #: Smaller comes first among those without an hour.
    priority: int = 2
    step: "FollowUp | None" = None
    #: What the log screen is told: "followup=12".
    log_query: str = ""
    done_at: datetime | None = None
    is_done: bool = False
    is_put_off: bool = False

    def __post_init__(self) -> None:
        self.desk.note(self.about)

    @property
    def reach(self) -> Reach:
        return self.desk.reach(self.about)

    @property
    def log_url(self) -> str:
        url = self.reach.log_url
        return f"{url}?{self.log_query}" if url and self.log_query else ""

    @property
    def map_url(self) -> str:
        return self.place_url or self.reach.map_url

    @property
    def is_urgent(self) -> bool:
        return self.priority == 1

    @property
    def stands_in_for(self) -> "User | None":
        """The absent colleague whose line this is."""
        return None if self.carrier.pk == self.desk.user.pk else self.carrier

    @property
    def meta(self) -> list[str]:
        """What else is good to know: where, with whom, for whom."""
        stands = self.stands_in_for
        covered = _("you stand in for %(name)s") % {"name": stands} if stands else ""
        whom = self.reach.person if self.step else self.place or self.reach.where
        return [bit for bit in (self.declined, whom, covered) if bit]

    @property
    def declined(self) -> str:
        """Who was asked to take this over and could not."""
        by = self.step and self.step.declined_by
        return _("%(name)s cannot take this now") % {"name": by} if by else ""

    @property
    def order(self) -> tuple[date, time, int, str]:
        """By day, then by the hour, then by how urgent it is."""
        return self.on, self.at or time.max, self.priority, self.key


class Desk:
    """One person's day: what the queue and the panels of one page have in common."""

    def __init__(self, user: "User", *, days: int = 0) -> None:
        """Look ``days`` ahead; without them as far as two working days."""
        autodiscover_modules("dashboard")
        self.user = user
        self.today = timezone.localdate()
        self.ahead = [add_workdays(self.today, count) for count in (1, 2)]
        self.last = self.today + timedelta(days=days) if days else self.ahead[-1]
        self._answers: dict[Any, Any] = {}
        self._noted: dict[int, set[int]] = defaultdict(set)
        self._reached: dict[tuple[int, int], Reach] = {}

    def ask(self, question: "Callable[[Desk], Answer]") -> Answer:
        """Answer a question once, whoever asks it on this page."""
        if question not in self._answers:
            self._answers[question] = question(self)
        answer: Answer = self._answers[question]
        return answer

    def note(self, about: tuple[int, int]) -> None:
        """Remember that a record will be shown; all are fetched together."""
        kind, pk = about
        self._noted[kind].add(pk)

    def reach(self, about: tuple[int, int]) -> Reach:
        """Return what is known of a noted record; an empty one if it is gone."""
        if about not in self._reached:
            self.note(about)
            self._fetch()
        return self._reached.get(about) or Reach("", "")

    def _fetch(self) -> None:
        for kind, pks in self._noted.items():
            missing = {pk for pk in pks if (kind, pk) not in self._reached}
            model = ContentType.objects.get_for_id(kind).model_class()
            approach = APPROACHES.get(model._meta.label) if model else None
            if missing and approach is not None:
                found = approach(self).fetch(missing)
                self._reached |= {(kind, pk): reach for pk, reach in found.items()}


class Approach:
    """How an app's records are reached from a line about them."""

    #: "app.Model"
    model: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        APPROACHES[cls.model] = cls

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def fetch(self, pks: Iterable[int]) -> dict[int, Reach]:
        """Return how each record is reached, in a constant number of queries."""
        raise NotImplementedError


class Source:
    """Lines of an app in the queue, beside follow-ups."""

    #: Permission name; without it the lines are not there.
    permission: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        SOURCES.append(cls)

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def lines(self) -> list[Line]:
        """Return what is planned from today to the desk's last day, and done today."""
        raise NotImplementedError


class Panel:
    """One panel of the Day screen: a template, who sees it, what it needs."""

    #: Template to include; what ``get_context`` returns is its ``panel``.
    template_name: ClassVar[str]
    #: Permission name; without it the panel is not there.
    permission: ClassVar[str]
    #: "main" for the queue's column, "side" for the other.
    column: ClassVar[str] = "side"
    #: Smaller comes first.
    order: ClassVar[int] = 50

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        PANELS.append(cls)

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.user = desk.user
        self.today = desk.today

    def get_context(self) -> dict[str, Any]:
        """Return what the template needs; an empty dict hides the panel."""
        raise NotImplementedError

    @cached_property
    def context(self) -> dict[str, Any]:
        return self.get_context()


def panels_for(desk: Desk) -> list[Panel]:
    """Return the panels that the user may see and that have something, in order."""
    panels = [cls(desk) for cls in PANELS if desk.user.has_perm(cls.permission)]
    panels.sort(key=lambda panel: panel.order)
    return [panel for panel in panels if panel.context]


def lines_from_apps(desk: Desk) -> list[Line]:
    """Return the lines that apps add to the follow-ups."""
    sources = [cls(desk) for cls in SOURCES if desk.user.has_perm(cls.permission)]
    return [line for source in sources for line in source.lines()]


def midnight(day: date) -> datetime:
    """Return when the local day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))
