"""Pictures of the demo's tasks, evidently drawn."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

Draw = Callable[[ImageDraw.ImageDraw], None]
SIZE = (800, 600)
WALL, FLOOR, INK = "#e8e2d4", "#c9bfa9", "#2b3a36"


def drawn(scene: Draw) -> BytesIO:
    """Return a drawn picture as the file of a photo."""
    image = Image.new("RGB", SIZE, WALL)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 430, 800, 600), fill=FLOOR)
    scene(pen)
    file = BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    return file


def _boxes(pen: ImageDraw.ImageDraw) -> None:
    for x, y in ((150, 300), (400, 300), (275, 150)):
        pen.rectangle((x, y, x + 230, y + 150), fill="#c79a5b", outline=INK, width=6)
        pen.line((x + 115, y, x + 115, y + 150), fill=INK, width=4)


def _trays(pen: ImageDraw.ImageDraw) -> None:
    for y in range(160, 420, 65):
        pen.polygon(
            [(140, y), (660, y), (610, y + 44), (190, y + 44)],
            fill="#9fb0b3",
            outline=INK,
            width=5,
        )


def _bags(pen: ImageDraw.ImageDraw) -> None:
    for x in (120, 330, 540):
        pen.rounded_rectangle(
            (x, 200, x + 150, 440), 24, fill="#f4efe2", outline=INK, width=5
        )
        pen.ellipse((x + 25, 290, x + 125, 360), fill="#c98b43", outline=INK, width=4)


def _shelves(pen: ImageDraw.ImageDraw) -> None:
    for y in (180, 310, 440):
        pen.rectangle((90, y, 710, y + 16), fill=INK)
        for x in range(120, 660, 110):
            pen.rectangle((x, y - 80, x + 70, y), fill="#5f8f82", outline=INK, width=4)


def _dishes(pen: ImageDraw.ImageDraw) -> None:
    for x in range(120, 640, 130):
        pen.ellipse((x, 220, x + 170, 390), fill="#ffffff", outline=INK, width=6)
        pen.ellipse((x + 40, 260, x + 130, 350), outline=INK, width=4)


def _table(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon(
        [(110, 290), (690, 290), (740, 360), (60, 360)],
        fill="#b98a56",
        outline=INK,
        width=6,
    )
    pen.rectangle((130, 360, 160, 540), fill=INK)
    pen.rectangle((640, 360, 670, 540), fill=INK)
    pen.rounded_rectangle(
        (320, 240, 480, 300), 20, fill="#6fa3b8", outline=INK, width=5
    )


SCENES: dict[str, Draw] = {
    "fold_box": _boxes,
    "pack": _boxes,
    "wash_tray": _trays,
    "bag": _bags,
    "shelf": _shelves,
    "dishes": _dishes,
    "wipe_table": _table,
}
