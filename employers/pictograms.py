"""Pictograms of work: the signs of a worker's illustrated card."""

from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent / "static" / "employers" / "pictograms"


class Pictogram(models.TextChoices):
    """A sign of a task or a reminder, for when there is no photo of it."""

    DRESS = "dress", _("Putting on work clothes")
    WASH_HANDS = "wash_hands", _("Washing hands")
    FOLD_BOX = "fold_box", _("Folding boxes")
    PACK = "pack", _("Packing")
    BAG = "bag", _("Bagging")
    LABEL = "label", _("Labelling")
    SORT = "sort", _("Sorting")
    SHELF = "shelf", _("Filling shelves")
    CARDBOARD = "cardboard", _("Collecting cardboard")
    CARRY = "carry", _("Carrying")
    TROLLEY = "trolley", _("Moving with a trolley")
    KITCHEN = "kitchen", _("Kitchen work")
    COFFEE = "coffee", _("Making coffee")
    DISHES = "dishes", _("Washing dishes")
    WASH_TRAY = "wash_tray", _("Washing trays")
    WIPE_TABLE = "wipe_table", _("Wiping tables")
    MOP = "mop", _("Mopping")
    VACUUM = "vacuum", _("Vacuuming")
    LAUNDRY = "laundry", _("Laundry")
    OFFICE = "office", _("Office work")
    MAIL = "mail", _("Mail")
    GARDEN = "garden", _("Gardening")
    CAR_WASH = "car_wash", _("Washing cars")
    BREAK_TIME = "break_time", _("Break")
    ASK = "ask", _("Asking for help")
    NO_LIFT = "no_lift", _("No heavy lifting")


def path_of(sign: str) -> Path:
    """Return the file of the sign; refuse what is none of ours."""
    return FOLDER / f"{Pictogram(sign).value}.svg"
