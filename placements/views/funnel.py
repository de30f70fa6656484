"""The funnel: what the work leads to, as numbers that explain themselves."""

from string import ascii_lowercase
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from crm.views.base import StaffMixin
from placements.access import note_all
from placements.metrics.asking import Question
from placements.metrics.audit import EUSE, IPS, answers_of
from placements.metrics.behind import behind, candidate_of, order_of, row_of
from placements.metrics.contacts import YARDSTICK
from placements.metrics.jobs import HORIZON
from placements.metrics.periods import Kind
from placements.metrics.registry import METRICS
from placements.metrics.retention import CURVE
from placements.metrics.showing import (
    Compared,
    FunnelPicture,
    bars_of,
    contacts_for,
    curve_of,
    effort_of,
)
from placements.metrics.stays import PATHS

#: Stuck jobs that are named; the board shows all of them.
STUCK = 5
#: Rows of a page behind a number.
PAGE = 50


class FunnelMixin(StaffMixin):
    """A screen of numbers: its question, and the tabs between the screens."""

    permission_required = "placements.view_placement"
    #: The length of the period that is shown first, and how long it must be past.
    kind: str = Kind.QUARTER
    followed = 0
    here = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.question = Question(self.request, self.kind, self.followed)
        parent: Any = super()
        context: dict[str, Any] = parent.get_context_data(
            question=self.question, here=self.here, tabs=TABS, **kwargs
        )
        return context | self.answers(self.question)

    def answers(self, question: Question) -> dict[str, Any]:
        raise NotImplementedError


TABS = {
    "funnel": _("Tailored jobs"),
    "funnel-contacts": _("Contacts"),
    "funnel-work": _("Trials and work"),
    "funnel-stages": _("Time in states"),
    "funnel-authorities": _("Authorities"),
    "funnel-quality": _("Quality"),
    "funnel-meeting": _("For the meeting"),
    "funnel-definitions": _("Definitions"),
}


#: Number → the screen on which it stands, if not on the first.
SCREENS = {
    **dict.fromkeys(
        ("M1", "M2", "M3", "M5", "M6", "M7", "M18", "M19", "M20", "M21", "M25"),
        "funnel-contacts",
    ),
    **dict.fromkeys(
        ("M4", "M10", "M11", "M12", "M12b", "M13", "M14", "M16", "M17", "M26", "M27"),
        "funnel-work",
    ),
    **{code: "funnel-quality" for code in METRICS if code.startswith("Q")},
    **dict.fromkeys((path.code for path in PATHS), "funnel-stages"),
    **dict.fromkeys(
        ("M22", "M23", "M23b", "M24", "M24b", "M24c"), "funnel-authorities"
    ),
}


class Jobs(FunnelMixin, TemplateView):
    """Where tailored jobs are lost on their way, or where they stand on a day."""

    template_name = "placements/funnel_jobs.html"
    followed = HORIZON
    here = "funnel"

    def answers(self, question: Question) -> dict[str, Any]:
        if self.request.GET.get("view") == "snapshot":
            self.question = question = Question(self.request, Kind.WEEK)
            return {"question": question} | self.snapshot(question)
        return {
            "view": "cohort",
            "picture": FunnelPicture(question.line("M8")),
            "reasons": bars_of(question, "M25b"),
            "candidates": bars_of(question, "M25c"),
        }

    def snapshot(self, question: Question) -> dict[str, Any]:
        stuck = question.scope.jobs().stuck().select_related("employer", "coach")
        rows = list(stuck.order_by("state_since", "pk")[: STUCK + 1])
        return {
            "view": "snapshot",
            "standing": question.line("M9"),
            "stuck": rows[:STUCK],
            "more_stuck": len(rows) > STUCK,
        }


class Contacts(FunnelMixin, TemplateView):
    """How much and how well employers are met: the team first."""

    template_name = "placements/funnel_contacts.html"
    here = "funnel-contacts"
    shown = ("M1", "M2", "M18")
    ways = ("M6", "M7", "M19", "M5")

    def answers(self, question: Question) -> dict[str, Any]:
        return {
            "team": contacts_for(question, YARDSTICK),
            "numbers": [Compared(question, code) for code in self.shown],
            "ways": [Compared(question, code) for code in self.ways],
            "waiting": [Compared(question, code) for code in ("M20", "M21")],
            "effort": effort_of(question),
            "reasons": bars_of(question, "M25"),
        }


class Work(FunnelMixin, TemplateView):
    """Trials, paid and unpaid work, and who stays at work."""

    template_name = "placements/funnel_work.html"
    kind = Kind.YEAR
    here = "funnel-work"

    def answers(self, question: Question) -> dict[str, Any]:
        kept = question.followed_line("M16")
        return {
            "paid": bars_of(question, "M12"),
            "unpaid": Compared(question, "M12b"),
            "trials": bars_of(question, "M10"),
            "kept": kept,
            "curve": curve_of(kept, CURVE[-1]),
            "ways": [Compared(question, code) for code in ("M11", "M14")],
            "now": [Compared(question, code) for code in ("M17", "M13", "M27", "M4")],
            "spread": bars_of(question, "M26"),
        }


class Stages(FunnelMixin, TemplateView):
    """How long records stand in each state, and how old the standing ones are."""

    template_name = "placements/funnel_stages.html"
    here = "funnel-stages"

    def answers(self, question: Question) -> dict[str, Any]:
        asked = self.request.GET.get("of", "")
        path = next((one for one in PATHS if one.code == asked), PATHS[0])
        one = Compared(question, path.code)
        pairs = zip(one.line.parts, one.line.going, strict=True)
        return {"paths": PATHS, "path": path, "one": one, "states": list(pairs)}


class Authorities(FunnelMixin, TemplateView):
    """How the authorities answer, and what applications for a subsidy come to."""

    template_name = "placements/funnel_authorities.html"
    here = "funnel-authorities"

    def answers(self, question: Question) -> dict[str, Any]:
        return {
            "times": Compared(question, "M23"),
            "quality": [Compared(question, code) for code in ("M23b", "M22")],
            "applications": bars_of(question, "M24"),
            "refusals": bars_of(question, "M24b"),
            "money": Compared(question, "M24c"),
        }


class Quality(FunnelMixin, TemplateView):
    """The self-audit: what the data say of good work, and what they cannot say."""

    template_name = "placements/funnel_quality.html"
    here = "funnel-quality"

    def answers(self, question: Question) -> dict[str, Any]:
        return {
            "stages": answers_of(question, EUSE),
            "items": answers_of(question, IPS),
        }


class Definitions(FunnelMixin, TemplateView):
    """How each number is reckoned."""

    template_name = "placements/funnel_definitions.html"
    here = "funnel-definitions"

    def answers(self, question: Question) -> dict[str, Any]:
        known = [one.definition for one in METRICS.values()]
        known.sort(key=lambda one: (one.code[0] != "M", number_of(one.code), one.code))
        return {"definitions": known}


def number_of(code: str) -> int:
    """Return the number of a metric's code: 12 of "M12b"."""
    return int(code[1:].rstrip(ascii_lowercase))


class Split(FunnelMixin, TemplateView):
    """One number by municipality, by coach for who leads the team, or by industry."""

    template_name = "placements/funnel_split.html"

    def answers(self, question: Question) -> dict[str, Any]:
        metric = METRICS.get(self.kwargs["code"])
        offered = question.splits_of(metric) if metric else []
        if metric is None or not offered:
            raise Http404
        asked = self.request.GET.get("by", "")
        by = next((one for one in offered if one == asked), offered[0])
        return {
            "metric": metric,
            "one": Compared(question, metric.code),
            "offered": offered,
            "by": by,
            "split": question.split(metric.code, by),
            "screen": reverse(f"placements:{SCREENS.get(metric.code, 'funnel')}"),
        }


class Behind(FunnelMixin, TemplateView):
    """The records behind one number; whom one sees there is written down."""

    template_name = "placements/funnel_behind.html"

    def answers(self, question: Question) -> dict[str, Any]:
        metric = METRICS.get(self.kwargs["code"])
        part = self.request.GET.get("part", "")
        rows = None
        if metric:
            rows = behind(metric.code, question.scope, part)
        if metric is None or rows is None:
            raise Http404
        found = Paginator(rows.order_by(*order_of(rows.model, part)), PAGE)
        page = found.get_page(self.request.GET.get("page"))
        people = [person for row in page if (person := candidate_of(row))]
        note_all(self.request.user, dict.fromkeys(people), "measure")
        first, last = page.start_index(), page.end_index()
        return {
            "definition": metric.definition,
            "page": page,
            "rows": [row_of(record) for record in page],
            "shown": f"{first}\N{EN DASH}{last} / {found.count}",
            "back_url": self.back_url(reverse("placements:funnel")),
        }
