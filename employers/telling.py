"""Tell the rows of a timeline in words: title, what was said, when and who."""

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from crm.models import FollowUp
from crm.templatetags.crm import day, days_late
from employers.models import (
    ContactBan,
    ContactPerson,
    Employer,
    TailoredJob,
    Visit,
    Workplace,
)
from employers.phones import show_phone
from employers.timeline import SORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from employers.timeline import Row

#: A longer text of a change is cut: the timeline is no place for whole notes.
LONGEST = 80
#: What stands where there was nothing.
EMPTY = "\N{EN DASH}"
VISIT_TONES: dict[str, str] = {
    Visit.Outcome.FORBIDDEN: "berry",
    Visit.Outcome.CEASED: "plain",
    Visit.Outcome.REFUSED: "thread",
    Visit.Outcome.NOT_NOW: "thread",
    Visit.Outcome.WRONG_PERSON: "plain",
}


@dataclass(frozen=True)
class Entry:
    """One point of the timeline as the page shows it."""

    title: str
    meta: str = ""
    text: str = ""
    icon: str = "arrow"
    tone: str = "plain"
    url: str = ""
    late: str = ""
    ahead: bool = False
    undone: bool = False


def tell(
    rows: "Iterable[Row]", employer: Employer, names: dict[int, str]
) -> list[Entry]:
    """Put the rows into words; ``names`` are those of employers merged into this."""
    entries = []
    for row in rows:
        sort = SORTS[row.rank].name
        moved = sort == "move"
        entry = _tell_move(row, employer, names) if moved else TELLERS[sort](row)
        entries += [entry] if entry else []
    return entries


def joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


# --- Ahead ------------------------------------------------------------------


def tell_step(step: FollowUp) -> Entry:
    """Tell a step that is still to be done."""
    return Entry(
        step.text,
        meta=joined(day(step.due_on), step.assignee),
        icon=step.icon,
        url=step.get_absolute_url(),
        late=days_late(step.due_on),
        ahead=True,
    )


def tell_planned(visit: Visit) -> Entry:
    """Tell a visit that is still to come, or that nobody has logged."""
    when = joined(day(visit.on), clock(visit.starts_at))
    return Entry(
        _visit_title(visit.kind, visit.topic),
        meta=joined(when, visit.workplace or "", visit.coach, _("planned")),
        icon=visit.icon,
        url=visit.get_absolute_url(),
        late=days_late(visit.on),
        ahead=True,
    )


def clock(value: time | None) -> str:
    """Write a time of day as people say it: "at 10.00"."""
    if value is None:
        return ""
    # Translators: time of day, as Django's date format
    return time_format(value, _(r"\a\t H:i"))


# --- Behind -----------------------------------------------------------------


def _visit_title(kind: str, topic: str) -> str:
    label = Visit.Kind(kind).label
    return f"{label}: {topic}" if topic else str(label)


def _tell_visit(row: "Row") -> Entry:
    data = row.data
    state = Visit.State(data["state"])
    outcome = data["outcome"]
    how = [
        outcome and Visit.Outcome(outcome).label,
        data["refusal"] and Employer.Refusal(data["refusal"]).label,
        data["missed"] and Visit.Missed(data["missed"]).label,
    ]
    if state == Visit.State.DONE:
        how += [
            data["face_to_face"] and _("face to face"),
            data["decision_maker"] and _("decision maker there"),
            data["minutes"] and _("%(minutes)d min") % {"minutes": data["minutes"]},
        ]
    else:
        how.insert(0, state.label)
    tone = VISIT_TONES.get(outcome, "spruce") if outcome else "plain"
    return Entry(
        _visit_title(data["kind"], data["topic"]),
        meta=joined(day(row.day), *how, row.who),
        text=data["note"] or data["no_next_reason"],
        icon=Visit.ICONS[data["kind"]],
        tone="thread" if state == Visit.State.NOT_REACHED else tone,
        url=reverse("employers:visit", args=[row.key]),
    )


def _tell_step(row: "Row") -> Entry:
    data = row.data
    state = FollowUp.State(data["state"])
    result = data["result"] and FollowUp.Result(data["result"]).label
    return Entry(
        f"{state.label}: {data['text']}",
        meta=joined(day(row.day), result, row.who),
        text=data["note"] or "",
        icon=FollowUp.ICONS[data["kind"]],
        tone="spruce" if state == FollowUp.State.DONE else "plain",
    )


def _tell_move(row: "Row", employer: Employer, names: dict[int, str]) -> Entry:
    data = row.data
    labels = dict(Employer.State.choices)
    target = labels.get(data["target"], data["target"])
    other = names.get(data["object_id"], "")
    if data["target"] == Employer.State.MERGED:
        title = _("%(name)s was merged into this") % {"name": other or employer.name}
    elif data["source"] in labels:
        title = f"{labels[data['source']]} → {target}"
    else:
        title = _("Added to Räätäli")
    if other and data["target"] != Employer.State.MERGED:
        title = f"{other}: {title}"
    refusal = dict(Employer.Refusal.choices).get(data["reason"], "")
    undone = bool(data["undone_at"])
    return Entry(
        title,
        meta=joined(
            day(row.day), refusal, row.who or _("Räätäli"), undone and _("undone")
        ),
        text=data["note"],
        icon="swap" if data["target"] == Employer.State.MERGED else "arrow",
        tone="berry" if data["target"] == Employer.State.DO_NOT_CONTACT else "plain",
        undone=undone,
    )


def _tell_job(row: "Row") -> Entry:
    data = row.data
    labels = dict(TailoredJob.State.choices)
    target = labels.get(data["target"], data["target"])
    source = labels.get(data["source"])
    what = f"{source} → {target}" if source else _("tailoring began")
    reasons = dict(TailoredJob.Withdrawal.choices) | dict(TailoredJob.Decline.choices)
    undone = bool(data["undone_at"])
    return Entry(
        f"{data['title']}: {what}",
        meta=joined(
            day(row.day),
            reasons.get(data["reason"], ""),
            row.who or _("Räätäli"),
            undone and _("undone"),
        ),
        text=data["note"],
        icon="scissors",
        tone=TailoredJob.looks.get(data["target"], ("plain",))[0],
        url=reverse("employers:job", args=[data["object_id"]]),
        undone=undone,
    )


def _tell_ban(row: "Row") -> Entry | None:
    now, before = row.data["now"], row.data["before"] or {}
    about = {
        ContactBan.Scope.CHANNEL: dict(ContactBan.Channel.choices).get(now["channel"]),
        ContactBan.Scope.PERSON: now["person"],
        ContactBan.Scope.WORKPLACE: now["workplace"] or now["street"],
    }.get(now["scope"], "")
    if now["lifted_on"] and not before.get("lifted_on"):
        title, text, tone = _("Ban lifted: %s"), now["lift_reason"], "plain"
    elif row.data["how"] == "+":
        title, text, tone = _("Contact forbidden: %s"), now["reason"], "berry"
    else:
        return None
    return Entry(
        title % about, joined(day(row.day), row.who), text, icon="ban", tone=tone
    )


def _tell_employer(row: "Row") -> Entry | None:
    return _tell_change(row, Employer, _("Details changed"), "pen")


def _tell_person(row: "Row") -> Entry | None:
    now, before = row.data["now"], row.data["before"] or {}
    if row.data["how"] == "+":
        title = _("Contact person added: %s") % now["name"]
        return Entry(title, joined(day(row.day), now["role"], row.who), icon="person")
    if now["left_on"] and not before.get("left_on"):
        title = _("%s left") % now["name"]
        when = day(date.fromisoformat(now["left_on"]))
        return Entry(title, joined(when, row.who), icon="person")
    title = _("Contact person's details changed: %s") % now["name"]
    return _tell_change(row, ContactPerson, title, "person")


def _tell_workplace(row: "Row") -> Entry | None:
    now = row.data["now"]
    place = now["name"] or now["street"] or now["municipality"] or ""
    if row.data["how"] == "+":
        title = _("Workplace added: %s") % place
        return Entry(title, joined(day(row.day), row.who), icon="pin")
    title = _("Workplace's details changed: %s") % place
    return _tell_change(row, Workplace, title, "pin")


def _tell_change(row: "Row", model: Any, title: str, icon: str) -> Entry | None:
    now, before = row.data["now"], row.data["before"]
    if not before:
        return None
    changed = [
        f"{_label(model, name)}: {_value(model, name, before[name])} → "
        f"{_value(model, name, now[name])}"
        # PostgreSQL keeps no order of keys: tell in the order of the model's fields.
        for name in (field.name for field in model._meta.fields)
        if name in now and (now[name] or "") != (before[name] or "")
    ]
    if not changed:
        return None
    text = "; ".join(changed)
    return Entry(title, joined(day(row.day), row.who or _("Räätäli")), text, icon=icon)


def _label(model: Any, name: str) -> str:
    label = str(model._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _value(model: Any, name: str, value: Any) -> str:
    field = model._meta.get_field(name)
    kind = field.get_internal_type()
    if value is None or value == "":
        return EMPTY
    if kind == "BooleanField":
        return str(_("yes") if value else _("no"))
    if kind == "DateField":
        return day(date.fromisoformat(str(value)))
    text = str(dict(field.choices or ()).get(value, value))
    if name == "phone":
        return show_phone(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


TELLERS: "dict[str, Callable[[Row], Entry | None]]" = {
    "visit": _tell_visit,
    "step": _tell_step,
    "job": _tell_job,
    "employer": _tell_employer,
    "workplace": _tell_workplace,
    "person": _tell_person,
    "ban": _tell_ban,
}
