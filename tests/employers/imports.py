"""What the tests of the import share: a list, and its way up to a step."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from employers.importing import running, uploading
from employers.models import Import

HEAD = "Yritys;Y-tunnus;Kunta;Katuosoite;Yhteyshenkilö;Puhelin;Sähköposti;Huomiot"


def a_list(*rows, head=HEAD):
    """Return a CSV file of the rows as text."""
    return "\n".join([head, *rows]) + "\n"


def fetch(run):
    return Import.objects.get(pk=run.pk)


def uploaded(user, text, name="lista.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return uploading.upload(name, content, user)


def checked(user, *rows, head=HEAD):
    """Return an import whose rows have been checked."""
    run = uploaded(user, a_list(*rows, head=head))
    running.check_later(run, run.mapping)
    return fetch(run)


def applied(user, *rows, head=HEAD):
    """Return an import that has been written."""
    run = checked(user, *rows, head=head)
    running.apply_later(run)
    return fetch(run)


def verdicts(run):
    return [(row.number, row.verdict) for row in run.rows.order_by("number")]


def url(name, run, *args):
    return reverse(f"employers:{name}", args=[run.pk, *args])


def send(client, content, name="lista.csv"):
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(
        reverse("employers:imports"), {"file": SimpleUploadedFile(name, data)}
    )
