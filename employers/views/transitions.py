"""Moving an employer on: its transitions, bans, next steps, work and coach."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import FormView

from crm.forms import TransitionForm
from crm.lifecycle import STALE, Refused
from crm.templatetags.crm import day
from crm.views.base import (
    StaffMixin,
    TransitionView,
    VisibleMixin,
    offer_undo,
    stale_message,
)
from employers.employer_page import to_survivor
from employers.forms.transitions import (
    AssignForm,
    BanForm,
    CeaseForm,
    DatedForm,
    DeclineForm,
    ForbidForm,
    LiftBanForm,
    LiftForm,
    OpenWorkForm,
    PlanStepForm,
    RestForm,
)
from employers.models import ContactBan, Employer, TailoredJob

#: So many steps and visits are named one by one before they are only counted.
NAMED = 5


def dropped_plans(employer: Employer) -> list[str]:
    """Say which open steps and planned visits a closing move cancels."""
    steps = [
        _("The open step “%(what)s” is cancelled.") % {"what": step.text}
        for step in employer.follow_ups.pending().order_by("due_on", "pk")
    ]
    visits = [
        _("The planned contact is cancelled: %(what)s, %(day)s.")
        % {"what": visit.get_kind_display(), "day": day(visit.on)}
        for visit in employer.visits.planned().order_by("on", "pk")
    ]
    found = [*steps, *visits]
    rest = len(found) - NAMED
    if rest <= 0:
        return found
    more = ngettext("And %(count)d more.", "And %(count)d more.", rest)
    return [*found[:NAMED], more % {"count": rest}]


class EmployerTransition(TransitionView):
    """Run one of the employer's own transitions."""

    model = Employer
    permission_required = "employers.view_employer"
    form_classes: ClassVar[dict[str, type[TransitionForm]]] = {
        "become_partner": DatedForm,
        "cease": CeaseForm,
        "decline": DeclineForm,
        "forbid": ForbidForm,
        "lift_ban": LiftForm,
        "rest": RestForm,
    }

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.state == Employer.State.MERGED:
            return to_survivor(request, self.object)
        if self.move.name == "forbid":
            return redirect("employers:ban", pk=self.object.pk)
        return super().get(request, *args, **kwargs)

    def consequences(self) -> list[str]:
        name = self.move.name
        closes = name in {"decline", "cease", "forbid"}
        dropped = dropped_plans(self.object) if closes else []
        return [*dropped, *what_follows(name)]


def what_follows(name: str) -> list[str]:
    """Say what else a transition brings about."""
    return {
        "decline": [_("If you choose a day, a new step “Ask again” is made.")],
        "cease": [_("No new contact can be planned or logged here.")],
        "rest": [_("Keeping in touch stops. The next contact wakes the employer up.")],
        "lift_ban": [
            _("The employer begins anew as identified; its history stays."),
            _("Narrower bans end as well."),
        ],
    }.get(name, [])


class OnEmployer(StaffMixin, VisibleMixin, FormView[Any]):
    """A form about one employer that still stands for itself."""

    model: Any = Employer

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.has_permission():
            return self.handle_no_permission()
        self.object = self.get_object()
        if self.object.state == Employer.State.MERGED:
            return to_survivor(request, self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        about = {"employer": self.object, "user": self.request.user}
        return super().get_form_kwargs() | about

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = {"heading": self.heading, "parent": self.object}
        kwargs = page | {"back_url": self.get_success_url()} | kwargs
        return super().get_context_data(**kwargs)

    def get_success_url(self) -> str:
        return self.back_url(self.object.get_absolute_url())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.save(form)
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
            return self.form_invalid(form)
        except STALE:
            fresh = self.get_queryset().filter(pk=self.object.pk).first()
            messages.error(self.request, stale_message(fresh))
        return redirect(self.get_success_url())

    def save(self, form: Any) -> None:
        raise NotImplementedError


class PlanStep(OnEmployer):
    """Plan the next step."""

    permission_required = "crm.add_followup"
    template_name = "employers/plan_step.html"
    heading = gettext_lazy("Plan the next step")
    form_class = PlanStepForm

    @transaction.atomic
    def save(self, form: PlanStepForm) -> None:
        data = form.cleaned_data
        step = self.object.plan(
            data["text"],
            data["due_on"],
            assignee=data["assignee"],
            by=self.request.user,
            kind=data["kind"],
        )
        self.object.settle()
        messages.success(
            self.request,
            _("Next step: %(what)s, %(day)s.")
            % {"what": step.text, "day": day(step.due_on)},
        )


class PlanJobStep(PlanStep):
    """Plan the next step with a tailored job: what its employer allows."""

    model = TailoredJob

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"employer": self.object.employer}


class ImposeBan(OnEmployer):
    """Record that somebody there does not want to be contacted."""

    permission_required = "employers.add_contactban"
    template_name = "employers/ban.html"
    form_class = BanForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closed = {Employer.State.DO_NOT_CONTACT, Employer.State.CEASED}
        return super().get_context_data(
            plans=dropped_plans(self.object),
            closed=self.object.state in closed,
            **kwargs,
        )

    def save(self, form: BanForm) -> None:
        data = form.cleaned_data
        user = self.request.user
        if data["scope"] == ContactBan.Scope.ORGANISATION:
            entry = self.object.perform(
                "forbid", by=user, on=data["requested_on"], note=data["reason"]
            )
            offer_undo(self.request, _("Contact is now forbidden."), entry)
            return
        if self.object.state in Employer.CLOSED:
            raise Refused([_("No contact is made here in any case.")], self.object)
        ban = ContactBan(employer=self.object, imposed_by=user, **data)
        ban.impose()
        messages.success(
            self.request, _("Forbidden from now on: %s.") % ban.target_name
        )


class LiftBan(StaffMixin, VisibleMixin, FormView[LiftBanForm]):
    """A manager ends a ban at the employer's own request."""

    model = ContactBan
    permission_required = "employers.lift_contactban"
    template_name = "employers/ban_lift.html"
    form_class = LiftBanForm

    def get_queryset(self) -> QuerySet[ContactBan]:
        seen = Employer.objects.visible_to(self.request.user)
        return ContactBan.objects.filter(employer__in=seen).select_related(
            "employer", "workplace", "person", "imposed_by"
        )

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.has_permission():
            return self.handle_no_permission()
        self.object = self.get_object()
        self.employer = self.object.employer
        if self.object.lifted_on:
            messages.error(request, _("This ban has been lifted already."))
            return redirect(self.employer)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: LiftBanForm) -> HttpResponse:
        try:
            lift(self.request, self.object, form.cleaned_data["reason"])
        except STALE:
            messages.error(self.request, stale_message(self.employer))
        return redirect(self.employer)


@transaction.atomic
def lift(request: Any, ban: ContactBan, reason: str) -> None:
    """End the ban; the whole organisation's is also the employer's state."""
    employer, said = ban.employer, _("The ban has been lifted.")
    whole = ban.scope == ContactBan.Scope.ORGANISATION
    if whole and employer.state == Employer.State.DO_NOT_CONTACT:
        entry = employer.perform("lift_ban", by=request.user, note=reason)
        offer_undo(request, said, entry)
        return
    ban.lift(by=request.user, on=timezone.localdate(), reason=reason)
    messages.success(request, said)


class OpenWork(OnEmployer):
    """Say how many people work here through us, until the jobs count themselves."""

    permission_required = "employers.change_employer"
    template_name = "employers/open_work.html"
    form_class = OpenWorkForm

    def get_initial(self) -> dict[str, Any]:
        return {"count": self.object.open_work}

    def save(self, form: OpenWorkForm) -> None:
        if self.object.state == Employer.State.CEASED:
            raise Refused([_("They have ceased trading.")], self.object)
        self.object.record_open_work(
            form.cleaned_data["count"], by=self.request.user, on=timezone.localdate()
        )
        messages.success(self.request, _("Saved."))


class TakeEmployer(StaffMixin, VisibleMixin, View):
    """Become the responsible coach of an employer that nobody has."""

    model = Employer
    permission_required = "employers.change_employer"
    http_method_names = ("post",)

    def post(self, request: Any, pk: int) -> HttpResponse:
        employer = self.get_object()
        if set_coach(employer, request.user, was=None):
            messages.success(request, _("You are now the responsible coach."))
        else:
            messages.error(
                request, _("%(name)s has a coach already.") % {"name": employer}
            )
        return redirect(self.back_url(employer.get_absolute_url()))


class AssignCoach(OnEmployer):
    """A manager names the responsible coach; the open steps may go along."""

    permission_required = "crm.assign_work"
    template_name = "form_page.html"
    heading = gettext_lazy("Change the coach")
    form_class = AssignForm

    @transaction.atomic
    def save(self, form: AssignForm) -> None:
        previous, new = self.object.coach, form.cleaned_data["coach"]
        set_coach(self.object, new, was=previous)
        if previous and previous != new and form.cleaned_data["steps"]:
            for step in self.object.follow_ups.pending().filter(assignee=previous):
                step.perform("hand_over", by=self.request.user, to=new)
        messages.success(self.request, _("Responsible coach: %s.") % new)


@transaction.atomic
def set_coach(employer: Employer, coach: Any, *, was: Any) -> bool:
    """Make ``coach`` responsible if it is still ``was`` who is; keep it in history."""
    mine = Employer.objects.filter(pk=employer.pk, coach=was)
    if not mine.exclude(state=Employer.State.MERGED).update(coach=coach):
        return False
    employer.refresh_from_db()
    employer.save()
    return True
