"""Views under names of one's own."""

from django.urls import reverse

from crm.models import SavedView

URL = reverse("save-view")
DATA = {"page": "employers", "name": "Järvenpään ravintolat", "query": "q=ravintola"}


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_save_keeps_the_filter_under_the_name(coach_client, coach):
    coach_client.post(URL, DATA)

    view = coach.saved_views.get()
    assert (view.page, view.name, view.query) == (
        "employers",
        "Järvenpään ravintolat",
        "q=ravintola",
    )


def test_same_name_twice_is_refused_in_words(coach_client, coach):
    coach_client.post(URL, DATA)

    response = coach_client.post(URL, DATA, follow=True)

    assert messages_of(response)[-1] == "You already have a view with this name."
    assert coach.saved_views.count() == 1


def test_thirteenth_view_is_refused(coach_client, coach):
    SavedView.objects.bulk_create(
        SavedView(user=coach, page="employers", name=str(n)) for n in range(12)
    )

    response = coach_client.post(URL, DATA, follow=True)

    assert messages_of(response)[-1] == "You have 12 views. Remove one first."
    assert coach.saved_views.count() == 12


def test_delete_removes_only_ones_own(coach_client, coach, other_coach):
    own = SavedView.objects.create(user=coach, page="employers", name="a")
    other = SavedView.objects.create(user=other_coach, page="employers", name="a")

    assert coach_client.post(reverse("delete-view", args=[own.pk])).status_code == 302
    assert coach_client.post(reverse("delete-view", args=[other.pk])).status_code == 404
    assert list(SavedView.objects.all()) == [other]


def test_next_page_is_never_a_strangers_site(coach_client, coach):
    response = coach_client.post(URL, DATA | {"next": "https://example.test/"})

    assert response.url == "/crm/"
