"""What the living page of the design system shows: one sample of everything."""

import xml.etree.ElementTree as ET
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.chips import describe
from crm.forms import DateInput
from crm.lifecycle import Look
from crm.models import User
from crm.templatetags.crm import day

LOOKS = [
    Look(_("Identified"), "plain", "todo"),
    Look(_("Contacted"), "plain", "half"),
    Look(_("In dialogue"), "lake", "half"),
    Look(_("Partner"), "spruce", "full"),
    Look(_("Not now"), "thread", "stop"),
    Look(_("Do not contact"), "berry", "stop"),
]


class SampleForm(forms.Form):
    """One field of each sort, with a choice that reveals another field."""

    name = forms.CharField(
        label=_("Name"), help_text=_("As the sign at the door says.")
    )
    kind = forms.ChoiceField(
        label=_("How?"),
        choices=[
            ("cold", _("Cold visit")),
            ("call", _("Phone call")),
            ("meeting", _("Meeting")),
        ],
        widget=forms.RadioSelect,
    )
    step = forms.ChoiceField(
        label=_("What next?"),
        choices=[("call", _("Call next week")), ("none", _("No further step"))],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label=_("Why no further step?"), required=False)
    on = forms.DateField(label=_("Day"), widget=DateInput)
    place = forms.ChoiceField(
        label=_("Municipality"), choices=[("186", "Järvenpää"), ("858", "Tuusula")]
    )
    note = forms.CharField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No names of job seekers, nothing about health."),
        required=False,
    )
    agreed = forms.BooleanField(label=_("They know that I write this down"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = timezone.localdate() + timedelta(days=7)
        describe(
            self.fields["kind"],
            cold={"icon": "door"},
            call={"icon": "phone"},
            meeting={"icon": "people"},
        )
        describe(
            self.fields["step"],
            call={"icon": "phone", "hint": day(later)},
            none={"icon": "ban", "hint": _("say why"), "reveals": "none"},
        )


def everything() -> dict[str, Any]:
    """Return the context of the page."""
    today = timezone.localdate()
    return {
        "looks": LOOKS,
        "steps": steps(),
        "form": SampleForm(initial={"kind": "cold", "on": today, "name": "Järvenpää"}),
        "broken": broken_form(),
        "people": [
            User(first_name="Maija", last_name="Meikäläinen"),
            User(first_name="Niina", last_name="Näyte"),
        ],
        "days": [today + timedelta(days=d) for d in (-400, -2, -1, 0, 1, 7)],
        "menu": menu(),
        "next": next_step(),
        "entries": entries(),
        "options": options(),
        "toasts": toasts(),
        "icons": icon_names(),
        **tailored(),
    }


def broken_form() -> SampleForm:
    """Return a form that was sent with mistakes in it."""
    form = SampleForm({"step": "none", "place": "186"}, auto_id="broken_%s")
    form.full_clean()
    return form


def steps() -> list[dict[str, Any]]:
    return [
        {"label": _("Identified"), "status": "done", "meta": "2.9."},
        {"label": _("Contacted"), "status": "done", "meta": "4.9."},
        {"label": _("In dialogue"), "status": "now", "meta": _("12 days")},
        {"label": _("Partner"), "status": "ahead", "meta": ""},
    ]


def menu() -> list[dict[str, Any]]:
    here = reverse("design")
    return [
        {"label": _("Tomorrow"), "icon": "snooze", "hint": "25.11.", "url": here},
        {"label": _("Move"), "icon": "arrow", "url": here},
        {"label": _("Merge"), "blocked": _("managers only")},
        {"line": True},
        {"label": _("Do not contact"), "icon": "ban", "tone": "berry", "url": here},
    ]


def next_step() -> dict[str, Any]:
    here = reverse("design")
    return {
        "heading": _("Next step · 2 days late"),
        "what": _("Call Erkki: what about the proposal?"),
        "meta": "22.11. · Maija Meikäläinen",
        "actions": [
            {"label": _("Call"), "icon": "phone", "url": "tel:+358400000101"},
            {"label": _("Done"), "icon": "check", "url": here},
            {"label": _("Snooze"), "icon": "snooze", "menu": menu()},
        ],
    }


def options() -> list[dict[str, Any]]:
    return [
        {
            "value": "1",
            "title": "Malliravintola Kahvikulma Oy",
            "meta": "Järvenpää",
            "icon": "history",
            "look": LOOKS[3],
        },
        {
            "value": "3",
            "title": "Mallikkaan Sähkö Oy",
            "blocked": _("has forbidden contact"),
            "look": LOOKS[5],
        },
        {"title": _("Add a new one"), "icon": "plus", "url": reverse("design")},
    ]


def toasts() -> list[Message]:
    undo = f"undo:{reverse('design')}"
    return [
        Message(constants.SUCCESS, gettext("Moved: Partner."), extra_tags=undo),
        Message(constants.WARNING, gettext("Niina Näyte called here 3 days ago.")),
        Message(
            constants.ERROR, gettext("Niina was faster. Your change was not saved.")
        ),
    ]


def icon_names() -> list[str]:
    """Read the names of the icons from the sprite itself."""
    path = finders.find("crm/icons.svg")
    root = ET.parse(str(path)).getroot()  # noqa: S314 - our own file
    names = (str(symbol.get("id")) for symbol in root)
    return [name for name in names if name not in {"brand", "needle"}]


def entries() -> list[dict[str, Any]]:
    return [
        {"title": _("Support visit"), "meta": "2.12.", "icon": "door", "ahead": True},
        {"title": _("Today"), "today": True},
        {
            "title": _("Meeting"),
            "text": _("The packer does the boxes on overtime on Fridays."),
            "meta": "11.11. · 45 min",
            "icon": "people",
            "tone": "spruce",
        },
        {"title": _("Contacted → In dialogue"), "meta": "11.9.", "icon": "arrow"},
        {"title": _("Cold visit"), "meta": "4.9. · 15 min", "icon": "door"},
    ]


def tailored() -> dict[str, Any]:
    """Return what a tailored job is drawn from: tasks, week, pay, demands, board."""
    return {
        "tasks": [
            {"name": _("Folding boxes"), "min": "2 h 30 min", "ticked": True},
            {"name": _("Washing trays"), "min": "3 h 20 min", "ticked": True},
            {"name": _("Filling shelves"), "min": "1 h", "ticked": False},
        ],
        "week": week(),
        "tape": {"pay_x": 644.8, "extra_x": 31.2, "limit_x": 990.9},
        "sums": sums(),
        "fits": fits(),
        "lanes": lanes(),
    }


def sums() -> list[dict[str, Any]]:
    """Return a reckoning whose figures have, or lack, a source."""
    rows = [
        ("hours", _("Hourly pay"), "644.80", "52 h, 12,40 €/h"),
        ("extra", _("Supplements"), "31.20", ""),
        ("pay", _("Pay"), "676.00", ""),
        ("limit", _("Earnings limit"), "990.90", ""),
        ("tax", _("Tax"), None, ""),
    ]
    return [
        {
            "key": key,
            "label": label,
            "euros": euros and Decimal(euros),
            "detail": detail,
            "source": "738/2009" if key == "limit" else "",
            "confirmed": False,
        }
        for key, label, euros, detail in rows
    ]


def week() -> dict[str, Any]:
    """Return three days: work, work that meets something else, nothing."""
    work, other = str(_("Work")), str(_("Other"))
    free = {"kind": "", "rowspan": 1, "label": ""}
    on = {"kind": "on", "rowspan": 3, "label": work}
    clash = {"kind": "clash", "rowspan": 1, "label": f"{work} + {other}"}
    elsewhere = {"kind": "other", "rowspan": 2, "label": other}
    cells = [[on, free, free], [clash, free], [elsewhere, free], [free, free]]
    days = [str(WEEKDAYS_ABBR[number]) for number in range(3)]
    rows = [{"hour": hour, "cells": row} for hour, row in enumerate(cells, 7)]
    return {"days": days, "rows": rows}


def fits() -> list[dict[str, Any]]:
    """Return demands beside what the worker can do; the last one falls short."""
    return [
        {
            "label": _("Pace"),
            "needs": {"level": 2, "word": pgettext_lazy("pace", "Brisk at times")},
            "can": {"level": 2, "word": pgettext_lazy("pace", "Brisk at times")},
            "tone": "spruce",
        },
        {
            "label": _("Physical load"),
            "needs": {"level": 3, "word": pgettext_lazy("load", "Heavy")},
            "can": {
                "level": 2,
                "word": pgettext_lazy("load", "Some lifting and carrying"),
            },
            "tone": "thread",
            "short": True,
        },
    ]


def lanes() -> list[dict[str, Any]]:
    """Return lanes at rest, with a stuck card, and under a dragged one."""
    bakery = {"title": _("Folding boxes"), "employer": "Leipomo Esimerkki Oy"}
    store = {"title": _("Filling shelves"), "employer": "Koevarasto Keski-Uusimaa Oy"}
    return [
        {"label": pgettext_lazy("job", "Task inventory"), "cards": [bakery]},
        {
            "label": pgettext_lazy("job", "Tailored draft"),
            "cards": [{**store, "stuck": True}, bakery],
        },
        {"label": pgettext_lazy("job", "With employer"), "cards": [], "drop": "yes"},
        {"label": pgettext_lazy("job", "Filled"), "cards": [store], "drop": "no"},
    ]
