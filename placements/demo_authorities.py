"""Officers and matters of the demo: one known, one unknown, one just changed."""

from datetime import date, timedelta
from typing import NamedTuple

from placements.models import Attempt, Candidate, Matter, Officer, Official
from placements.models.officers import succeed

Authority = Official.Authority
Subject = Matter.Subject
Channel, Outcome, Answer = Attempt.Channel, Attempt.Outcome, Attempt.Answer


class Asked(NamedTuple):
    """One attempt, days ago, and what came back."""

    age: int
    channel: str
    outcome: str
    answer: str = ""


class Thread(NamedTuple):
    """A matter of the n-th active candidate and its attempts."""

    number: int
    authority: str
    subject: str
    about: str
    asked: tuple[Asked, ...]


THREADS = (
    Thread(
        0,
        Authority.KELA,
        Subject.HOUSING,
        "Miten 12 viikkotuntia vaikuttaa",
        (
            Asked(34, Channel.SECURE, Outcome.SENT, Answer.STOCK),
            Asked(9, Channel.PHONE, Outcome.NOT_REACHED),
        ),
    ),
    Thread(
        0,
        Authority.SOCIAL,
        Subject.DECISION,
        "Päätöksen jatko",
        (Asked(60, Channel.PHONE, Outcome.REACHED, Answer.ANSWERED),),
    ),
    Thread(
        1,
        Authority.EMPLOYMENT,
        Subject.SUBSIDY,
        "Onko määrärahaa jäljellä",
        (
            Asked(21, Channel.PHONE, Outcome.REACHED, Answer.CONTRADICTORY),
            Asked(5, Channel.SECURE, Outcome.SENT),
        ),
    ),
    Thread(
        2,
        Authority.KELA,
        Subject.PENSION,
        "",
        (Asked(12, Channel.SERVICE, Outcome.SENT, Answer.PARTLY),),
    ),
)


def load(today: date) -> None:
    """Bring officers and matters, and let one official follow another."""
    active = Candidate.objects.filter(state=Candidate.State.ACTIVE)
    flock = list(active.select_related("coach").order_by("pk")[:3])
    for thread in THREADS:
        tell(flock[thread.number], thread, today)
    correct()
    appoint(flock, today)


def correct() -> None:
    """Say better what one matter is about."""
    matter = Matter.objects.open().select_related("candidate__coach", "step").first()
    if matter and matter.candidate.coach:
        said = {"authority": matter.authority, "subject": matter.subject}
        matter.correct(by=matter.candidate.coach, **said, about="Hakemuksen vaihe")


def tell(candidate: Candidate, thread: Thread, today: date) -> None:
    """Ask about one matter as often as told; what is answered is settled."""
    coach = candidate.coach
    if coach is None:
        return
    first = today - timedelta(days=thread.asked[0].age)
    matter = Matter.objects.create(
        candidate=candidate,
        authority=thread.authority,
        subject=thread.subject,
        about=thread.about,
        opened_on=first,
    )
    for age, channel, outcome, answer in thread.asked:
        on = today - timedelta(days=age)
        attempt = matter.log_attempt(by=coach, channel=channel, outcome=outcome, on=on)
        if answer:
            back = min(on + timedelta(days=4), today)
            matter.take_answer(attempt, by=coach, answer=answer, on=back)
    if matter.waiting_since is None:
        matter.close(by=coach)


def appoint(flock: list[Candidate], today: date) -> None:
    """Name officers; one is unknown, and one has just been followed by another."""
    kela, leaver = (
        Official.objects.get(name=name) for name in ("Ella Esimerkki", "Tiina Tekaistu")
    )
    whom: list[tuple[int, str, Official | None, int]] = [
        (0, Authority.KELA, kela, 90),
        (0, Authority.EMPLOYMENT, leaver, 200),
        (1, Authority.EMPLOYMENT, None, 41),
        (1, Authority.KELA, kela, 30),
        (2, Authority.EMPLOYMENT, leaver, 60),
    ]
    for number, authority, official, age in whom:
        candidate = flock[number]
        if candidate.coach:
            on, by = today - timedelta(days=age), candidate.coach
            Officer.appoint(candidate, authority, official, by=by, on=on)
    if flock[0].coach:
        on, by = today - timedelta(days=6), flock[0].coach
        succeed(leaver, by=by, on=on, name="Teuvo Tekaistu", phone="", email="")
