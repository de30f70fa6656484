"""The log form: what the answers mean together, and the contact they make."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.models import FollowUp, LogEffort, User
from crm.templatetags.crm import day as show_day
from employers.before_contact import Background, open_steps
from employers.forms.log_doubts import DoubtsMixin
from employers.forms.log_fields import LogFields, Outcome, Scope
from employers.log_contact import NOT_REACHED, Contact
from employers.models import ContactBan, ContactPerson, Employer, Visit, Workplace
from employers.models.outcomes import NextStep
from employers.steps import again_offers, offer_named, step_offers
from employers.workers_met import offered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

#: Choice → value → the fields that it asks besides.
ASKS: dict[str, dict[str, set[str]]] = {
    "outcome": {
        NOT_REACHED: {"missed"},
        Outcome.REFUSED: {"refusal"},
        Outcome.NOT_NOW: {"again"},
        Outcome.FORBIDDEN: {"scope", "asked_by"},
    },
    "step": {"other": {"other_text", "other_on"}, "none": {"none_reason"}},
    "again": {"pick": {"again_on"}},
    "scope": {
        Scope.WORKPLACE: {"ban_workplace"},
        Scope.PERSON: {"ban_person"},
        Scope.CHANNEL: {"ban_channel"},
    },
}
#: Fields that are asked, and required, only because of another answer.
CONDITIONAL = frozenset(
    {"name", "step"}.union(*(f for asks in ASKS.values() for f in asks.values()))
)
#: Outcomes that are a step of their own and need only its day.
OWN_STEP = {Outcome.MEETING, Outcome.INVENTORY}


#: Fields of the folded part.
FOLDED = (
    "person_name",
    "person_role",
    "decision_maker",
    "face_to_face",
    "minutes",
    "on",
    "workplace",
    "materials",
    "travel_minutes",
    "travel_km",
)


class LogForm(DoubtsMixin, LogFields):
    """A contact as the coach tells it; ``contact()`` is what will be stored."""

    def __init__(
        self, *args: Any, user: User, background: Background | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.background = background
        self.chosen: Employer | None = background.employer if background else None
        self.today = timezone.localdate()
        self.planned: Visit | None = None
        self.fields["owner"].initial = str(user.pk)
        self.shown_on = self._shown_on()
        self._offer_days()
        self._offer_people()

    # --- what can be chosen ---------------------------------------------------

    def _shown_on(self) -> date:
        """Return the day whose dates the coach saw; what waited is sent later."""
        try:
            written = date.fromisoformat(self.data.get("written", ""))
        except ValueError:
            return self.today
        oldest = self.today - timedelta(days=settings.BACKDATE_DAYS)
        return written if oldest <= written <= self.today else self.today

    def _offer_days(self) -> None:
        self.offers = step_offers(self.shown_on, self.data.get("kind", ""))
        self.again_days = again_offers(self.shown_on)
        steps: Any = self.fields["step"]
        steps.choices = [(offer.key, offer.label) for offer in self.offers]
        steps.choices += [("other", _("Other step")), ("none", _("No further step"))]
        steps.choice_details = {
            offer.key: {"icon": offer.icon, "hint": self._in_words(offer.due_on)}
            for offer in self.offers
        } | {
            "other": {"icon": "pen", "hint": _("choose the day"), "reveals": "other"},
            "none": {"icon": "ban", "hint": _("say why"), "reveals": "none"},
        }
        labels = {
            "month": _("In a month"),
            "quarter": _("In three months"),
            "half": _("In half a year"),
        }
        again: Any = self.fields["again"]
        again.choices = [*labels.items(), ("pick", _("Choose the day"))]
        again.choice_details = {
            key: {"hint": show_day(due_on)} for key, due_on in self.again_days.items()
        } | {"pick": {"icon": "day", "reveals": "date"}}

    def _in_words(self, due_on: date) -> str:
        return _("today") if due_on == self.shown_on else show_day(due_on)

    def _offer_people(self) -> None:
        self.known_people: dict[str, ContactPerson] = {}
        self.known_sites: dict[str, Workplace] = {}
        if self.chosen:
            present = self.chosen.people.present()
            self.known_people = {str(person.pk): person for person in present}
            sites = self.chosen.workplaces.in_use().select_related("municipality")
            self.known_sites = {str(site.pk): site for site in sites}
        self.known_workers = offered(self.chosen, self.user) if self.chosen else []
        self._choices("workers", self.known_workers)
        people = [(pk, _with_role(p)) for pk, p in self.known_people.items()]
        sites_named = [(pk, str(site)) for pk, site in self.known_sites.items()]
        self._choices("people", people)
        self._choices("ban_person", [("", _("Not told")), *people])
        self._choices("workplace", [("", _("Not told")), *sites_named])
        self._choices("ban_workplace", [("", _("Not told")), *sites_named])

    def _choices(
        self, name: str, choices: "Sequence[tuple[str, StrOrPromise]]"
    ) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def opens_more(self) -> bool:
        """Whether the folded part has something to look at."""
        names = {*FOLDED, "people"} & set(self.errors)
        return bool(names or self.initial.get("people"))

    # --- what is required -----------------------------------------------------

    def full_clean(self) -> None:
        """Require what the other answers ask for, and nothing else."""
        unasked = CONDITIONAL - self._asked() if self.is_bound else frozenset()
        for name in unasked:
            self.fields[name].required = False
        super().full_clean()
        for name in unasked:
            self.fields[name].required = True

    def _asked(self) -> set[str]:
        outcome = self.data.get("outcome", "")
        asked = set(ASKS["outcome"].get(outcome, ()))
        for choice in self._open_choices(outcome):
            asked |= ASKS[choice].get(self.data.get(choice, ""), set())
        if outcome and outcome not in Visit.CLOSING:
            asked.add("step")
        if self.chosen is None:
            asked.add("name")
        if outcome in OWN_STEP:
            asked.discard("other_text")
        if self.data.get("person_name"):
            asked.discard("ban_person")
        return asked

    def _open_choices(self, outcome: str) -> set[str]:
        """Return the choices whose answers count with this outcome."""
        if outcome in {Outcome.NOT_NOW, Outcome.REFUSED}:
            return {"again"}
        if outcome == Outcome.CEASED:
            return set()
        if outcome != Outcome.FORBIDDEN:
            return {"step"}
        whole = self.data.get("scope") == Scope.ORGANISATION
        return {"scope"} if whole else {"scope", "step"}

    # --- cleaning -------------------------------------------------------------

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"] or self.today
        if on > self.today:
            raise ValidationError(_("The day cannot be in the future."))
        earliest = self.today - timedelta(days=settings.BACKDATE_DAYS)
        if on < earliest and not self.user.has_perm("crm.backdate_freely"):
            text = _("Only a manager can record what happened over %(days)d days ago.")
            raise ValidationError(text % {"days": settings.BACKDATE_DAYS})
        return on

    def clean_other_on(self) -> date | None:
        return self._still_to_come("other_on", "step")

    def clean_again_on(self) -> date | None:
        return self._still_to_come("again_on", "again")

    def _still_to_come(self, name: str, choice: str) -> date | None:
        chosen: date | None = self.cleaned_data[name]
        outcome = self.data.get("outcome", "")
        if not chosen or choice not in self._open_choices(outcome):
            return None
        # What is asked again is asked later; a step may be for today.
        earliest = self.shown_on + timedelta(days=choice == "again")
        if chosen < earliest:
            raise ValidationError(_("Choose a day that is still to come."))
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("employer") and self.chosen is None:
            self.add_error(None, _("This employer is no longer here. Choose again."))
        if data.get("outcome") in Visit.ENGAGING and data.get("step") == "none":
            text = _("Somebody interested needs a next step. Choose when.")
            self.add_error("step", text)
        self._check_bans(data)
        self._find_planned()
        self.express_doubts()
        return data

    def _check_bans(self, data: dict[str, Any]) -> None:
        if self.background is None or self.background.is_closed:
            return
        site = data.get("workplace") or None
        people = [int(pk) for pk in data.get("people", [])]
        kind = data.get("kind", "")
        ban = self.background.ban_on(kind, int(site) if site else None, people)
        if ban:
            words = {"what": ban, "reason": ban.reason}
            text = _("This contact is forbidden. %(what)s: %(reason)s")
            self.add_error(None, text % words)

    def _find_planned(self) -> None:
        pk = self.data.get("visit", "")
        if not pk or self.chosen is None:
            return
        visits = Visit.objects.visible_to(self.user).planned()
        mine = visits.filter(employer=self.chosen, pk=pk if pk.isdecimal() else 0)
        self.planned = mine.first()
        if self.planned is None:
            self.add_error(None, _("The planned visit has been handled already."))
        else:
            self.planned.employer = self.chosen

    # --- the contact ----------------------------------------------------------

    def contact(self) -> Contact:
        """Return what the form tells; valid forms only."""
        data = self.cleaned_data
        outcome: str = data["outcome"]
        return Contact(
            employer=self.chosen or self._new_employer(),
            outcome=outcome,
            on=data["on"],
            draft=data["draft"],
            effort=LogEffort.read(data["seconds"], data["taps"], self.shown_on),
            kind=data["kind"],
            next_step=self._next_step(outcome),
            no_next_reason=self._told("none_reason", "step", "none"),
            missed=data["missed"] if outcome == NOT_REACHED else "",
            refusal=data["refusal"] if outcome == Outcome.REFUSED else "",
            revisit_on=self._revisit_on(outcome),
            ban=self._narrow_ban(outcome),
            note=self._note(outcome),
            planned=self.planned,
            closes=self._closes(),
            people=[self.known_people[pk] for pk in data["people"]],
            workers=data["workers"],
            new_person=self._new_person(),
            workplace=self._workplace(),
            facts=self._facts(),
        )

    def _told(self, name: str, choice: str, value: str) -> str:
        """Return the answer if the choice that asks for it was made and counts."""
        data = self.cleaned_data
        counts = choice in self._open_choices(data["outcome"])
        return str(data[name]) if counts and data[choice] == value else ""

    def _new_employer(self) -> Employer:
        data = self.cleaned_data
        reason = data["no_business_id_reason"] or _("Not known yet")
        return Employer(
            name=data["name"],
            municipality=data["municipality"],
            business_id=data["business_id"],
            no_business_id_reason="" if data["business_id"] else reason,
        )

    def _next_step(self, outcome: str) -> NextStep | None:
        data = self.cleaned_data
        if "step" not in self._open_choices(outcome) or data["step"] in {"", "none"}:
            return None
        if offer := offer_named(data["step"], self.offers):
            return offer.planned(earliest=self.today)
        kind = FollowUp.Kind.VISIT if outcome in OWN_STEP else FollowUp.Kind.OTHER
        text = data["other_text"] or str(Outcome(outcome).label)
        return NextStep(text, data["other_on"], kind)

    def _revisit_on(self, outcome: str) -> date | None:
        if "again" not in self._open_choices(outcome):
            return None
        chosen = self.cleaned_data["again"]
        return self.again_days.get(chosen) or (
            self.cleaned_data["again_on"] if chosen == "pick" else None
        )

    def _narrow_ban(self, outcome: str) -> ContactBan | None:
        data = self.cleaned_data
        if outcome != Outcome.FORBIDDEN or data["scope"] == Scope.ORGANISATION:
            return None
        return ContactBan(
            employer=self.chosen,
            scope=data["scope"],
            workplace=self.known_sites.get(data["ban_workplace"]),
            person=self.known_people.get(data["ban_person"]),
            channel=data["ban_channel"] if data["scope"] == Scope.CHANNEL else "",
            reason=self._note(outcome),
            requested_on=data["on"],
            imposed_by=self.user,
        )

    def _note(self, outcome: str) -> str:
        note: str = self.cleaned_data["note"].strip()
        if outcome != Outcome.FORBIDDEN:
            return note
        asked = _("Asked by: %(who)s") % {"who": self.cleaned_data["asked_by"]}
        return f"{asked}\n{note}".strip()

    def _closes(self) -> list[FollowUp]:
        pks = [pk for pk in getlist(self.data, "closes") if pk.isdecimal()]
        if not pks or self.chosen is None:
            return []
        return list(open_steps(self.chosen, self.user).filter(pk__in=pks))

    def _new_person(self) -> ContactPerson | None:
        data = self.cleaned_data
        if not data["person_name"]:
            return None
        return ContactPerson(
            name=data["person_name"],
            role=data["person_role"],
            decides=data["decision_maker"] and not data["people"],
        )

    def _workplace(self) -> Workplace | None:
        if len(self.known_sites) == 1:
            return next(iter(self.known_sites.values()))
        return self.known_sites.get(self.cleaned_data["workplace"])

    def _facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        in_person = data["kind"] in Visit.IN_PERSON and data["outcome"] != NOT_REACHED
        met = [self.known_people[pk] for pk in data["people"]]
        names = ("minutes", "materials", "travel_minutes", "travel_km")
        return {name: data[name] for name in names} | {
            "face_to_face": {"yes": True, "no": False}.get(
                data["face_to_face"], in_person
            ),
            "decision_maker": data["decision_maker"] or any(p.decides for p in met),
        }


def _with_role(person: ContactPerson) -> str:
    return " · ".join(filter(None, [person.name, person.role]))


def getlist(data: Any, name: str) -> list[str]:
    """Return every value of a name in what was sent."""
    return list(data.getlist(name)) if hasattr(data, "getlist") else []
