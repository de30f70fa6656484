"""Photos of workplaces: upright, without metadata, bounded, in three encodings.

Whatever a phone or an attacker sends either comes out clean or is refused with a
reason in the user's words (``BadPhoto``); nothing else is raised.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageFilter, ImageOps
from pillow_heif import register_heif_opener

register_heif_opener()

#: Read by content, never by name; SVG, PDF and EPS are programs, not pictures.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "BMP", "TIFF", "MPO")
MAX_BYTES = 20 * 1024 * 1024
#: A JPEG is decoded at a fraction and HEIF without alpha; all else stands in memory in
#: full, several times over.
MAX_PIXELS = {"JPEG": 110_000_000, "MPO": 110_000_000, "HEIF": 50_000_000}
MAX_OTHER = 25_000_000
LEAST_SIDE = 8
LARGE = 1600
THUMB = 320
#: Columns and rows of the chessboard on which areas are marked.
GRID = (8, 6)
#: All that is blurred keeps about so many blocks on its longer side.
BLOCKS = 6


class BadPhoto(Exception):  # noqa: N818 - it names what the user gave
    """A file that cannot be kept, with the reason in the user's words."""


@dataclass(frozen=True)
class Clean:
    """One photo in its three encodings; width and height are the large one's."""

    large: bytes
    fallback: bytes
    thumb: bytes
    width: int
    height: int


Box = tuple[float, float, float, float]
Area = tuple[int, int, int, int]


def clean(file: IO[bytes]) -> Clean:
    """Return the photo ready to be stored; BadPhoto when it cannot be."""
    with _as_bad_photo():
        return _encoded(_opened(file))


def blur(file: IO[bytes], boxes: Sequence[Box]) -> Clean:
    """Return the photo with the boxes (fractions from the left top) unrecognisable.

    ValueError without boxes; BadPhoto when the file is not a photo.
    """
    if not boxes:
        message = "Nothing to blur."
        raise ValueError(message)
    with _as_bad_photo():
        image = _opened(file)
        areas = [area for box in boxes if (area := _area(image, box))]
        for area in areas:
            _blur_area(image, area, _block(image, areas))
        return _encoded(image)


def cell_box(index: int) -> Box:
    """Return the cell of the chessboard, counted from the left top along the rows."""
    columns, rows = GRID
    row, column = divmod(index, columns)
    return column / columns, row / rows, (column + 1) / columns, (row + 1) / rows


@contextmanager
def _as_bad_photo() -> Iterator[None]:
    """Turn whatever a decoder stumbles over into one clear message."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata: it is thrown away anyway
            yield
    except BadPhoto:
        raise
    except Exception as problem:  # decoders raise nearly anything on a broken file
        message = _("This is not a picture that can be opened. Take the photo again.")
        raise BadPhoto(message) from problem


def _opened(file: IO[bytes]) -> Image.Image:
    """Return the picture upright, in plain RGB, no larger than is kept."""
    file.seek(0, 2)
    if file.tell() > MAX_BYTES:
        raise BadPhoto(_("The picture is over 20 MB. Choose a smaller one."))
    file.seek(0)
    image = _header(file)
    width, height = image.size
    if min(width, height) < LEAST_SIDE:
        raise BadPhoto(_("The picture is too small to show anything."))
    image.draft("RGB", (LARGE, LARGE))  # a huge JPEG is decoded at a fraction
    image.load()
    image.thumbnail((LARGE, LARGE), Image.Resampling.LANCZOS)
    return _plain(ImageOps.exif_transpose(image))


def _header(file: IO[bytes]) -> Image.Image:
    """Return the picture not yet decoded, once it is sure that it may be."""
    try:
        image = Image.open(file, formats=FORMATS)
        most = MAX_PIXELS.get(image.format or "", MAX_OTHER)
        few = image.width * image.height <= most
    except Image.DecompressionBombError:
        few = False
    if not few:
        raise BadPhoto(_("The picture has too many pixels. Choose a smaller one."))
    return image


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels alone on white: no alpha, palette or metadata."""
    if image.mode.startswith("I;16"):
        image = image.convert("I")  # whichever byte comes first
    if image.mode in {"I", "F"}:
        image = image.point(lambda value: value / 256).convert("L")
    rgba = image.convert("RGBA")
    plain = Image.new("RGB", rgba.size, "white")
    plain.paste(rgba, mask=rgba.getchannel("A"))
    return plain


def _encoded(image: Image.Image) -> Clean:
    small = image.copy()
    small.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
    return Clean(
        large=_saved(image, "WEBP", quality=80),
        fallback=_saved(image, "JPEG", quality=82, optimize=True),
        thumb=_saved(small, "WEBP", quality=75),
        width=image.width,
        height=image.height,
    )


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _area(image: Image.Image, box: Box) -> Area | None:
    """Return the pixels of a box inside the picture; None when there are none."""
    left, top, right, bottom = (min(max(side, 0.0), 1.0) for side in box)
    area = (
        int(left * image.width),
        int(top * image.height),
        round(right * image.width),
        round(bottom * image.height),
    )
    return area if area[0] < area[2] and area[1] < area[3] else None


def _block(image: Image.Image, areas: Sequence[Area]) -> float:
    """Return the side of a block: from all areas together, a whole cell at least.

    A large face lies under many areas: blocks counted for each would show it again,
    in one go or in several.
    """
    cell = max(image.width / GRID[0], image.height / GRID[1])
    across = max(a[2] for a in areas) - min(a[0] for a in areas)
    down = max(a[3] for a in areas) - min(a[1] for a in areas)
    return max(max(across, down) / BLOCKS, cell)


def _blur_area(image: Image.Image, area: Area, block: float) -> None:
    width, height = area[2] - area[0], area[3] - area[1]
    few = (max(1, round(width / block)), max(1, round(height / block)))
    patch = image.crop(area).resize(few, Image.Resampling.BOX)
    patch = patch.resize((width, height), Image.Resampling.BILINEAR)
    image.paste(patch.filter(ImageFilter.GaussianBlur(block / 2)), area)
