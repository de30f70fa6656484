"""The tags and filters of the design system."""

from datetime import date, datetime, timedelta

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.utils import timezone, translation

from crm.chips import describe
from crm.lifecycle import Look
from crm.models import User

TODAY = timezone.localdate


def render(source, **context):
    return Template(f"{{% load crm %}}{source}").render(Context(context)).strip()


class Contact(forms.Form):
    name = forms.CharField(help_text="As on the door.", widget=forms.TextInput())
    kind = forms.ChoiceField(
        choices=[("", "?"), ("call", "Call"), ("visit", "Visit")],
        widget=forms.RadioSelect,
        required=False,
    )
    agreed = forms.BooleanField()
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    when = forms.SplitDateTimeField()


# --- Signs ------------------------------------------------------------------


def test_icon_is_silent_unless_it_has_a_label():
    silent = render("{% icon 'phone' 'small' %}")
    heard = render("{% icon 'phone' label='Call' %}")

    assert silent == (
        '<svg class="icon small" aria-hidden="true">'
        '<use href="/static/crm/icons.svg#phone"></use></svg>'
    )
    assert heard == (
        '<svg class="icon" role="img" aria-label="Call">'
        '<use href="/static/crm/icons.svg#phone"></use></svg>'
    )


def test_sign_takes_a_class():
    assert render("{% sign 'needle' 'needle' %}") == (
        '<svg class="needle" aria-hidden="true">'
        '<use href="/static/crm/icons.svg#needle"></use></svg>'
    )


def test_badge_says_word_tone_and_shape():
    badge = render("{% badge look %}", look=Look("Partner", "spruce", "full"))

    assert badge == (
        '<span class="badge" data-tone="spruce" data-fill="full">Partner</span>'
    )


def test_badge_escapes_its_word():
    badge = render("{% badge look %}", look=Look("<b>", "plain", "todo"))

    assert badge == (
        '<span class="badge" data-tone="plain" data-fill="todo">&lt;b&gt;</span>'
    )


def test_avatar_says_the_whole_name():
    user = User(first_name="Aino", last_name="Aalto")

    assert render("{% avatar user %}", user=user) == (
        '<span class="avatar" role="img" aria-label="Aino Aalto" title="Aino Aalto">'
        "AA</span>"
    )


def test_avatar_of_nobody_is_empty():
    assert render("{% avatar user %}", user=None) == ""


def test_stepper_marks_where_we_are():
    steps = [
        {"label": "Lead", "status": "done"},
        {"label": "Engaged", "status": "now", "meta": "3 days"},
        {"label": "Partner", "status": "ahead"},
    ]

    html = render("{% stepper steps %}", steps=steps)

    assert html.count('aria-current="step"') == 1
    assert html.count("#needle") == 1
    assert html.startswith('<ol class="seam" aria-label="Stage">')


def test_stepper_with_many_steps_folds():
    steps = [{"label": str(n), "status": "ahead"} for n in range(6)]

    html = render("{% stepper steps 'Import' %}", steps=steps)

    assert html.startswith('<ol class="seam long" aria-label="Import">')


@pytest.mark.parametrize(
    ("done", "total", "lines"),
    [
        (0, 9, ["stitch"]),
        (3, 9, ["thread", "stitch"]),
        (9, 9, ["thread"]),
        (1, 0, None),
    ],
)
def test_sewn_line_shows_how_much_is_done(done, total, lines):
    html = render("{% sewn done total %}", done=done, total=total)

    shown = [kind for kind in ("thread", "stitch") if f'class="{kind}"' in html]
    assert shown == (lines or ["stitch"])


# --- Days -------------------------------------------------------------------


def test_day_has_the_year_only_when_it_is_another(time_machine):
    time_machine.move_to("2026-11-24 10:00+02:00")

    assert render("{{ d|day }}", d=date(2026, 12, 1)) == "Tue 1 Dec"
    assert render("{{ d|day }}", d=date(2027, 1, 4)) == "Mon 4 Jan 2027"
    assert render("{{ d|day }}", d=None) == ""


def test_day_is_written_as_finns_do(time_machine):
    time_machine.move_to("2026-11-24 10:00+02:00")

    with translation.override("fi"):
        assert render("{{ d|day }}", d=date(2026, 12, 1)) == "ti 1.12."
        assert render("{{ d|day }}", d=date(2027, 1, 4)) == "ma 4.1.2027"


def test_day_of_a_moment_is_the_local_one(time_machine):
    time_machine.move_to("2026-11-24 10:00+02:00")
    moment = datetime.fromisoformat("2026-11-23T23:30:00+00:00")

    assert render("{{ d|day }}", d=moment) == "Tue 24 Nov"
    assert render("{{ d|day }}", d=moment.replace(tzinfo=None)) == "Mon 23 Nov"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (-2, "2 days ago"),
        (7, "in 7 days"),
    ],
)
def test_days_ago_says_how_far_a_date_is(days, words):
    assert render("{{ d|days_ago }}", d=TODAY() + timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "1 day late"), (-2, "2 days late"), (0, ""), (3, "")]
)
def test_days_late_is_silent_until_it_is_late(days, words):
    assert render("{{ d|days_late }}", d=TODAY() + timedelta(days=days)) == words


def test_no_date_is_neither_near_nor_late():
    assert render("{{ d|days_ago }}{{ d|days_late }}", d=None) == ""


# --- Messages ---------------------------------------------------------------


def test_message_with_undo_has_its_address():
    message = Message(constants.SUCCESS, "Moved", extra_tags="undo:/crm/undo/7/")

    assert render("{{ m|undo_url }} {{ m|tone }} {{ m|tone_icon }}", m=message) == (
        "/crm/undo/7/ spruce check"
    )


def test_message_without_undo_has_none():
    message = Message(constants.INFO, "Hello")

    assert render("{{ m|undo_url }}{{ m|tone }} {{ m|tone_icon }}", m=message) == (
        "plain info"
    )


# --- Fields -----------------------------------------------------------------


def test_field_ties_hint_and_error_to_its_control():
    form = Contact({})

    html = str(form["name"].as_field_group())

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_field_that_may_be_empty_says_so():
    class Note(forms.Form):
        note = forms.CharField(required=False)

    html = Note()["note"].as_field_group()

    assert '<label for="id_note">Note <span class="opt">optional</span></label>' in html


def test_radio_choices_are_chips_without_the_empty_one():
    form = Contact()
    describe(
        form.fields["kind"],
        call={"icon": "phone", "hint": "tomorrow", "reveals": "date", "tone": "berry"},
    )

    html = form["kind"].as_field_group()

    assert html.count('class="chip"') == 2
    assert html.count('data-reveals="date"') == 1
    assert html.count("<small>tomorrow</small>") == 1
    assert html.count("icons.svg#phone") == 1


def test_chips_take_a_layout():
    html = render("{% chips field 'tiles two' %}", field=Contact()["kind"])

    assert html.count('class="chips tiles two"') == 1


def test_single_box_stands_before_its_label():
    html = Contact()["agreed"].as_field_group()

    assert html.index("<input") < html.index("<span>Agreed</span>")


def test_field_of_several_controls_is_a_fieldset():
    class Widget(forms.SplitDateTimeWidget):
        use_fieldset = True

    class Meeting(forms.Form):
        when = forms.SplitDateTimeField(widget=Widget)

    html = Meeting({})["when"].as_field_group()

    assert html.count("<fieldset") == 1
    assert html.count('aria-describedby="id_when_error"') == 1


def test_hidden_field_is_only_its_control():
    html = Contact()["token"].as_field_group().strip()

    assert html == '<input type="hidden" name="token" id="id_token">'


def test_control_keeps_its_own_class_and_drops_the_placeholder():
    class Search(forms.Form):
        q = forms.CharField(
            widget=forms.TextInput({"class": "short", "placeholder": "Name"})
        )

    field = Search(auto_id=False)["q"]

    assert render("{{ f|control }}", f=field) == (
        '<input type="text" name="q" class="input short" placeholder="Name" required>'
    )
    assert render("{{ f|control:'bare' }}", f=field) == (
        '<input type="text" name="q" class="input short" required>'
    )


def test_error_summary_links_to_each_field():
    form = Contact({"token": ""})
    form.add_error(None, "Both cannot be.")
    form.add_error("token", "The draft is gone.")

    html = render("{% include 'components/errors.html' %}", form=form, request=None)

    assert html.count("Both cannot be.") == 1
    assert html.count("The draft is gone.") == 1
    assert html.count('href="#id_name"') == 1
    assert html.count("data-focus") == 0
