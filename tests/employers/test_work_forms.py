"""Which form of work fits (domain.md 2.4, 2.5): every combination of answers."""

from itertools import product

import pytest

from employers.work_forms import Aim, Form, Rota, Seeker, advise


@pytest.mark.parametrize(
    ("aim", "rota", "seeker", "form"),
    [
        (Aim.SEE, Rota.EXTRA, Seeker.YES, Form.VISIT),
        (Aim.SEE, Rota.NEEDED, Seeker.UNKNOWN, Form.VISIT),
        (Aim.WORK, Rota.EXTRA, Seeker.NO, Form.JOB),
        (Aim.TRY, Rota.EXTRA, Seeker.YES, Form.TRY_OUT),
        (Aim.TRY, Rota.EXTRA, Seeker.NO, Form.ACTIVITY),
        (Aim.TRY, Rota.EXTRA, Seeker.UNKNOWN, Form.ASK),
        (Aim.TRY, Rota.NEEDED, Seeker.YES, Form.JOB),
        (Aim.PRACTISE, Rota.EXTRA, Seeker.NO, Form.ACTIVITY),
        (Aim.PRACTISE, Rota.EXTRA, Seeker.YES, Form.ACTIVITY),
        (Aim.PRACTISE, Rota.NEEDED, Seeker.NO, Form.JOB),
    ],
)
def test_answers_lead_to_a_form(aim, rota, seeker, form):
    assert advise(aim, rota, seeker).form == form


def test_work_that_is_needed_is_never_unpaid():
    for aim, seeker in product((Aim.TRY, Aim.PRACTISE, Aim.WORK), Seeker):
        assert advise(aim, Rota.NEEDED, seeker).form == Form.JOB


def test_try_out_is_only_for_a_jobseeker():
    for aim, rota, seeker in product(Aim, Rota, (Seeker.NO, Seeker.UNKNOWN)):
        assert advise(aim, rota, seeker).form != Form.TRY_OUT


def test_every_advice_says_why_and_what_it_asks():
    for aim, rota, seeker in product(Aim, Rota, Seeker):
        advice = advise(aim, rota, seeker)

        assert all([advice.why, advice.asks])
        assert len(set(advice.why)) == len(advice.why)
