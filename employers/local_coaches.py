"""Whom an employer reaches: each municipality's job coach, who stands in today."""

from dataclasses import dataclass

from django.utils.text import slugify

from crm.models import Municipality, User
from employers.phones import show_phone


def anchor_of(place: Municipality) -> str:
    """Return the anchor of a municipality on the contact page."""
    return slugify(place.name_fi)


def places_now() -> list[tuple[Municipality, str]]:
    """Return the municipalities of today, each with its anchor."""
    places = Municipality.objects.filter(valid_to__isnull=True).order_by("name_fi")
    return [(place, anchor_of(place)) for place in places]


@dataclass(frozen=True)
class Contact:
    """A municipality's coach, and the deputy when there is one."""

    municipality: Municipality
    coach: User | None
    deputy: User | None

    @property
    def anchor(self) -> str:
        return anchor_of(self.municipality)

    @property
    def phone(self) -> str:
        return show_phone(self.coach.phone) if self.coach else ""

    @property
    def deputy_phone(self) -> str:
        return show_phone(self.deputy.phone) if self.deputy else ""

    @property
    def is_away(self) -> bool:
        """Whether the coach is absent today, so that the deputy answers."""
        return self.coach is not None and self.coach.is_away()

    @property
    def answers(self) -> User | None:
        """Who answers today."""
        return self.deputy if self.is_away and self.deputy else self.coach


def coaches_by_municipality() -> dict[int, User]:
    """Return each municipality's first coach by name."""
    staff = (
        User.objects.active()
        .with_role("coach")
        .select_related("deputy")
        .prefetch_related("municipalities")
        .order_by("-first_name", "-last_name", "-pk")
    )
    return {
        place.pk: person for person in staff for place in person.municipalities.all()
    }


def contacts() -> list[Contact]:
    """Return the municipalities of today with their people."""
    coaches = coaches_by_municipality()
    return [contact_of(place, coaches) for place, _anchor in places_now()]


def answering_in(place: Municipality) -> User | None:
    """Return who answers for a municipality today: its coach, the deputy, a manager."""
    local = contact_of(place, coaches_by_municipality()).answers
    managers = User.objects.active().with_role("manager").order_by("pk")
    return local or managers.first()


def contact_of(place: Municipality, coaches: dict[int, User]) -> Contact:
    """Return who answers in a municipality."""
    coach = coaches.get(place.pk)
    return Contact(place, coach, coach.deputy if coach else None)
