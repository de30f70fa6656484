"""Tailored jobs brought by the real verbs to where a test needs them."""

from io import BytesIO

from PIL import Image

from tests.factories import NeedFactory, TailoredJobFactory, WorkTaskFactory

PATH = (
    "analyse",
    "begin_draft",
    "send",
    "agree",
    "seek",
    "present",
    "begin_trial",
    "fill",
)
DETAILS = {
    "send": {"channel": "link"},
    "present": {"consent": True, "travel": True},
}


def inventoried(coach, **values):
    """Make a complete job: a need, four tasks, three of them ticked."""
    job = TailoredJobFactory(coach=coach, complete=True, **values)
    NeedFactory(job=job)
    for _number in range(3):
        WorkTaskFactory(job=job, pile="transferable", ticked=True)
    WorkTaskFactory(job=job, pile="core", minutes=90)
    return job


def both_accept(job, coach, name="Erkki Esimerkki"):
    version = job.newest_version()
    job.accept(version, side="employer", name=name, by=None)
    job.accept(version, side="coach", name=str(coach), by=coach)
    job.refresh_from_db()


def brought_to(state, coach, **values):
    """Make a job and bring it along the path to the state."""
    job = inventoried(coach, **values)
    for name in PATH:
        if job.state == state:
            break
        if name == "agree":
            both_accept(job, coach)
        else:
            job.perform(name, by=coach, **DETAILS.get(name, {}))
        if name == "send" and state == "negotiation":
            job.perform("negotiate", by=coach, note="Torstai sopii paremmin.")
    return job


def picture(colour="teal", size=(640, 480)):
    """Return an uploaded photo of nothing, as a file."""
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    file.seek(0)
    file.name = "kuva.jpg"
    return file
