"""Photos of a task: kept clean, shown to staff, blurred, removed."""

import pytest
from django.urls import reverse
from PIL import Image

from employers.models import Photo
from tests.employers.jobs import inventoried, picture
from tests.factories import NeedFactory, TailoredJobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(coach):
    return inventoried(coach).tasks.first()


@pytest.fixture
def photo(task):
    return Photo.take(picture(), task=task)


def test_photos_are_added_up_to_six(coach_client, task):
    url = reverse("employers:photo-add", args=[task.pk])
    files = [picture() for _number in range(7)]

    page = coach_client.post(url, {"photo": files}, follow=True).text

    assert task.photos.count() == 6
    assert "At most 6 photos." in page


def test_bad_photo_is_named(coach_client, task):
    file = picture()
    file.truncate(300)

    url = reverse("employers:photo-add", args=[task.pk])
    page = coach_client.post(url, {"photo": file}, follow=True).text

    assert "kuva.jpg: This is not a picture that can be opened." in page
    assert not task.photos.exists()


@pytest.mark.parametrize(
    ("size", "kind"),
    [("large", "image/webp"), ("fallback", "image/jpeg"), ("thumb", "image/webp")],
)
def test_photo_is_handed_out_privately(coach_client, photo, size, kind):
    response = coach_client.get(reverse("employers:photo-file", args=[photo.key, size]))

    assert response["Content-Type"] == kind
    assert "private" in response["Cache-Control"]
    assert response.getvalue()


def test_unknown_size_is_not_found(coach_client, photo):
    url = reverse("employers:photo-file", args=[photo.key, "original"])

    assert coach_client.get(url).status_code == 404


def test_blurred_photo_keeps_no_sharp_one(
    coach_client, photo, django_capture_on_commit_callbacks
):
    old, address = photo.large.name, photo.key
    url = reverse("employers:photo-blur", args=[photo.key])
    assert coach_client.get(url).text.count('name="cell"') == 48

    with django_capture_on_commit_callbacks(execute=True):
        coach_client.post(url, {"cell": ["0", "9", "x", "²", "500"]})

    photo.refresh_from_db()
    assert photo.large.name != old
    assert photo.key != address, "a browser may keep the sharp one under the old"
    assert not photo.large.storage.exists(old)
    with photo.large.open("rb") as file:
        assert Image.open(file).size == (640, 480)


def test_blur_without_a_mark_says_so(coach_client, photo):
    url = reverse("employers:photo-blur", args=[photo.key])

    assert "Mark what should be blurred." in coach_client.post(url, follow=True).text


def test_removed_photo_leaves_no_file(
    coach_client, photo, django_capture_on_commit_callbacks
):
    names = [getattr(photo, size).name for size in Photo.SIZES]

    with django_capture_on_commit_callbacks(execute=True):
        coach_client.post(reverse("employers:photo-delete", args=[photo.key]))

    assert not Photo.objects.exists()
    assert not any(photo.large.storage.exists(name) for name in names)


def test_photo_whose_file_is_gone_is_not_found(coach_client, photo):
    photo.thumb.storage.delete(photo.thumb.name)

    url = reverse("employers:photo-file", args=[photo.key, "thumb"])

    assert coach_client.get(url).status_code == 404


NEED = {"kind": "overtime", "text": "Aamut venyvät", "evidence": "seen"}


def test_need_comes_with_a_photo(coach, coach_client):
    job = TailoredJobFactory(coach=coach)
    url = reverse("employers:need-add", args=[job.pk])

    page = coach_client.post(url, NEED | {"photo": picture()}, follow=True).text

    photo = job.needs.get().photos.get()
    assert reverse("employers:photo-file", args=[photo.key, "thumb"]) in page


def test_need_with_a_bad_photo_comes_back_as_it_was_typed(coach, coach_client):
    job = TailoredJobFactory(coach=coach)
    url = reverse("employers:need-add", args=[job.pk])
    file = picture()
    file.truncate(300)

    response = coach_client.post(url, NEED | {"photo": file})

    assert response.status_code == 422
    assert "This is not a picture that can be opened." in response.text
    assert "Aamut venyvät" in response.text
    assert not job.needs.exists()


def test_photos_of_a_need_are_added_blurred_and_removed(coach, coach_client):
    need = NeedFactory(job=TailoredJobFactory(coach=coach))
    url = reverse("employers:need-photo-add", args=[need.pk])

    response = coach_client.post(url, {"photo": [picture(), picture()]})

    own_page = reverse("employers:need", args=[need.pk]) + "#photos"
    assert response.url == own_page
    photo = need.photos.first()
    assert str(photo.key) in coach_client.get(own_page).text
    blur = reverse("employers:photo-blur", args=[photo.key])
    assert coach_client.post(blur, {"cell": ["0"]}).url == own_page
    photo.refresh_from_db()
    delete = reverse("employers:photo-delete", args=[photo.key])
    assert coach_client.post(delete).url == own_page
    assert need.photos.count() == 1
