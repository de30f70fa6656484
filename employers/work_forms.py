"""Which form of work to begin with: getting to know, try-out, work activity or a job.

Rules: domain.md 2.4 (try-out, 380/2023 54 and 55 §), 2.5 (work activity is no work for
pay, and what shows that it is employment after all). Nothing is asked of the person's
health or income; where that decides, the answer is to ask the coach.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Form(TextChoices):
    """Ways to begin, from the lightest to the goal."""

    VISIT = "visit", _("Getting to know the work")
    TRY_OUT = "try-out", _("Work try-out")
    ACTIVITY = "activity", _("Work activity at a workplace")
    JOB = "job", _("A job")
    ASK = "ask", _("Try-out or work activity: the coach finds out")


class Aim(TextChoices):
    """What comes next at the workplace."""

    SEE = "see", _("The person wants to see what the work is like")
    TRY = "try", _("We want to find out whether the work suits")
    PRACTISE = "practise", _("The person practises; work for pay does not succeed yet")
    WORK = "work", _("The work is known and is to be done")


class Rota(TextChoices):
    """Whose work it is: what tells employment from activity."""

    NEEDED = "needed", _("Yes: somebody would have to be paid for it")
    EXTRA = "extra", _("No: it comes on top of the others' work")


class Seeker(TextChoices):
    """Whether the person is an unemployed registered jobseeker."""

    YES = "yes", pgettext_lazy("answer", "Yes")
    NO = "no", pgettext_lazy("answer", "No")
    UNKNOWN = "unknown", pgettext_lazy("answer", "I do not know")


@dataclass(frozen=True)
class Advice:
    """A form of work, why it fits, and what it asks of the workplace."""

    form: Form
    why: tuple[Promise | str, ...]
    asks: tuple[Promise | str, ...]


ASKS: dict[Form, tuple[Promise | str, ...]] = {
    Form.VISIT: (
        _("Somebody who shows the work. Usually two weeks at most with us."),
        _("The county insures. No wage is paid."),
    ),
    Form.TRY_OUT: (
        _("A written agreement for a fixed term: you, the jobseeker, the authority."),
        _("A named guide, word of absences, a written assessment at the end."),
        _("You tell the employees' representative of the try-out."),
        _("The person must not already be employed by you."),
    ),
    Form.ACTIVITY: (
        _("A named guide and a safe workplace. The county insures."),
        _("It replaces no employee. The possibility of pay is looked at regularly."),
    ),
    Form.JOB: (
        _("A wage by the collective agreement, induction, an employer's duties."),
        _("With a pay subsidy, the job must not start before the decision."),
    ),
    Form.ASK: (
        _("A named guide and a safe workplace, in both."),
        _("Agree on nothing before the coach has found out which one it is."),
    ),
}
WHY: dict[Form, Promise | str] = {
    Form.VISIT: _("To see the work, nobody has to bind themselves to anything."),
    Form.TRY_OUT: _(
        "A try-out is for a jobseeker to find out whether a field or a job suits."
    ),
    Form.ACTIVITY: _(
        "Work activity is the county's service and not work for pay. Pay is the goal."
    ),
    Form.JOB: _("Work that is known and needed is a job, and a job is paid."),
    Form.ASK: _(
        "A try-out is only for an unemployed jobseeker. The person and the coach know."
    ),
}
NEEDED = _(
    "The work is needed and would otherwise be paid to somebody: that is employment,"
    " whatever it is called."
)
TRIAL_PERIOD = _("Whether it suits is found out during the job's trial period.")
NO_SEEKER = _("A try-out is only for an unemployed jobseeker.")
#: To practise without pay is the county's activity, also for a jobseeker.
NOT_A_TRY_OUT = _(
    "A try-out finds something out and ends; it is not meant for practising."
)


def advise(aim: str, rota: str, seeker: str) -> Advice:
    """Return the form that fits the answers, and why."""
    form, more = _fitting(aim, rota, seeker)
    return Advice(form, (WHY[form], *more), ASKS[form])


def _fitting(
    aim: str, rota: str, seeker: str
) -> tuple[Form, tuple[Promise | str, ...]]:
    if aim == Aim.SEE:
        return Form.VISIT, ()
    if aim == Aim.WORK:
        return Form.JOB, ()
    if rota == Rota.NEEDED:
        return Form.JOB, (NEEDED, TRIAL_PERIOD)
    if aim == Aim.PRACTISE:
        return Form.ACTIVITY, (NOT_A_TRY_OUT,) if seeker == Seeker.YES else ()
    return {
        Seeker.YES: (Form.TRY_OUT, ()),
        Seeker.NO: (Form.ACTIVITY, (NO_SEEKER,)),
    }.get(Seeker(seeker), (Form.ASK, ()))
