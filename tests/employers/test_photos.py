"""Photos of workplaces: everything comes out clean or is refused."""

import io
import subprocess
import sys

import pytest
from PIL import Image
from pillow_heif import HeifImageFile

from employers import photos
from employers.photos import GRID, BadPhoto, blur, cell_box, clean
from tests.data import odd_images

GOOD = dict(odd_images.good())
BAD = dict(odd_images.bad())
BROKEN = dict(odd_images.broken())
SHOWN = {
    "red": (0.1, 0.1),
    "lime": (0.9, 0.1),
    "blue": (0.1, 0.9),
    "yellow": (0.9, 0.9),
}
COLOURS = {
    "red": (255, 0, 0),
    "lime": (0, 255, 0),
    "blue": (0, 0, 255),
    "yellow": (255, 255, 0),
}
#: What a decoder and an encoder say of the file, nothing of the photographer.
TECHNICAL = {
    *("loop", "background", "timestamp", "duration"),
    *("jfif", "jfif_version", "jfif_unit", "jfif_density"),
}


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def check(made):
    """Check that a result is what may be stored: three files, bounded, anonymous."""
    kinds = [(made.large, "WEBP", 1600), (made.fallback, "JPEG", 1600)]
    for data, kind, most in [*kinds, (made.thumb, "WEBP", 320)]:
        image = opened(data)
        assert (image.format, image.mode) == (kind, "RGB")
        assert max(image.size) <= most
        assert set(image.info) <= TECHNICAL
        assert not image.getexif()
        assert odd_images.SECRET.encode() not in data
    assert opened(made.large).size == (made.width, made.height)
    assert opened(made.fallback).size == (made.width, made.height)


def close(pixel, colour, most=60):
    return all(abs(a - b) <= most for a, b in zip(pixel, colour, strict=True))


def striped(step):
    """Return a picture of black and white stripes."""
    picture = Image.new("RGB", (1600, 1200), "white")
    for x in range(0, 1600, step * 2):
        picture.paste("black", (x, 0, x + step, 1200))
    return io.BytesIO(odd_images.saved(picture, "PNG"))


def contrast(made, area):
    low, high = opened(made.large).convert("L").crop(area).getextrema()
    return high - low


def test_there_are_over_five_hundred_odd_files():
    assert len(GOOD) + len(BAD) + len(BROKEN) > 500


@pytest.mark.parametrize("name", GOOD)
def test_good_picture_comes_out_clean(name):
    check(clean(io.BytesIO(GOOD[name])))


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_in_words(name):
    with pytest.raises(BadPhoto) as refused:
        clean(io.BytesIO(BAD[name]))

    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("name", BROKEN)
def test_broken_file_is_clean_or_refused(name):
    try:
        made = clean(io.BytesIO(BROKEN[name]))
    except BadPhoto:
        return
    check(made)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "TIFF"])
@pytest.mark.parametrize("orientation", odd_images.LAID_DOWN)
def test_picture_stands_upright(kind, orientation):
    made = clean(io.BytesIO(odd_images.turned(kind, orientation)))

    assert (made.width, made.height) == odd_images.SIZE
    for colour, (x, y) in SHOWN.items():
        at = int(x * made.width), int(y * made.height)
        for data in (made.large, made.fallback):
            assert close(opened(data).getpixel(at), COLOURS[colour]), colour


@pytest.mark.parametrize("name", [n for n in odd_images.plain() if "I;16" in n])
def test_sixteen_bits_keep_their_light(name):
    made = opened(clean(io.BytesIO(GOOD[name])).fallback).convert("L")
    right = odd_images.quarters("L")

    for x, y in SHOWN.values():
        at = int(x * right.width), int(y * right.height)
        assert abs(made.getpixel(at) - right.getpixel(at)) < 20


def test_transparent_lies_on_white():
    file = io.BytesIO(odd_images.saved(Image.new("RGBA", (40, 40)), "PNG"))

    assert opened(clean(file).fallback).getpixel((20, 20)) == (255, 255, 255)


def test_first_frame_of_a_moving_picture_is_kept():
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    data = odd_images.saved(frames[0], "GIF", save_all=True, append_images=frames[1:])

    assert close(opened(clean(io.BytesIO(data)).large).getpixel((9, 9)), (255, 0, 0))


@pytest.mark.parametrize("side", [8000, 60_000, 2**31 - 1])
def test_too_many_pixels_are_called_that(side):
    with pytest.raises(BadPhoto, match="too many pixels"):
        clean(io.BytesIO(odd_images.claimed_png(side, side)))


@pytest.mark.parametrize(
    ("kind", "size", "fits"),
    [
        ("JPEG", (8192, 6144), True),
        ("JPEG", (12_000, 9_200), False),
        ("PNG", (6000, 4000), True),
        ("PNG", (8192, 6144), False),
    ],
)
def test_what_stands_in_memory_whole_may_have_fewer_pixels(kind, size, fits):
    data = odd_images.saved(Image.new("L", size), kind)

    if fits:
        assert max(clean(io.BytesIO(data)).width, 1) == photos.LARGE
    else:
        with pytest.raises(BadPhoto, match="too many pixels"):
            clean(io.BytesIO(data))


def test_too_many_bytes_are_refused_unread(monkeypatch):
    monkeypatch.setattr(photos, "MAX_BYTES", 100)
    monkeypatch.setattr(Image, "open", None)

    with pytest.raises(BadPhoto, match="over 20 MB"):
        clean(io.BytesIO(GOOD["PNG RGB"]))


@pytest.mark.parametrize(
    "error",
    [
        *(OSError, ValueError, SyntaxError, EOFError, IndexError, MemoryError),
        *(TypeError, ZeroDivisionError, OverflowError, KeyError, RuntimeError),
    ],
)
def test_whatever_a_decoder_raises_is_a_bad_photo(monkeypatch, error):
    def fail(image):
        raise error

    monkeypatch.setattr(HeifImageFile, "load", fail)

    with pytest.raises(BadPhoto, match="not a picture"):
        clean(io.BytesIO(GOOD["HEIF RGB"]))


def test_huge_jpeg_takes_little_memory(tmp_path):
    path = tmp_path / "huge.jpg"
    Image.new("RGB", (8160, 6120), "red").save(path)
    code = (
        "import resource, sys; from employers.photos import clean;"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "before = peak(); clean(open(sys.argv[1], 'rb')); print(peak() - before)"
    )
    run = [sys.executable, "-c", code, str(path)]
    out = subprocess.run(  # noqa: S603 - this very interpreter
        run, capture_output=True, text=True, check=True
    )

    assert int(out.stdout) < 120 * 1024, "kilobytes; decoded whole it takes 200 MB"


def test_cells_cover_the_picture_once():
    columns, rows = GRID
    boxes = [cell_box(index) for index in range(columns * rows)]

    assert boxes[0][:2] == (0, 0)
    assert boxes[-1][2:] == (1, 1)
    area = sum((right - left) * (low - top) for left, top, right, low in boxes)
    assert area == pytest.approx(1)


def test_blur_wants_a_box():
    with pytest.raises(ValueError, match="blur"):
        blur(striped(66), [])


def test_blur_refuses_what_is_no_picture():
    with pytest.raises(BadPhoto):
        blur(io.BytesIO(b"no picture"), [(0, 0, 1, 1)])


def test_blur_takes_what_is_marked_and_leaves_the_rest():
    made = blur(striped(10), [cell_box(0), cell_box(1)])

    check(made)
    left, right = contrast(made, (0, 0, 398, 198)), contrast(made, (410, 0, 1600, 1200))
    assert (left < 60, right > 240) == (True, True)


@pytest.mark.parametrize(
    "cells",
    [range(48), [r * 8 + c for r in range(6) for c in range(2, 6)]],
    ids=["all", "a large face"],
)
def test_many_cells_hide_a_large_face_as_one_hides_a_small(cells):
    """Six blocks across all that is marked; never six across every cell of it."""
    made = blur(striped(66), [cell_box(cell) for cell in cells])

    seen = contrast(made, (420, 20, 1180, 1180))
    assert seen < 100


@pytest.mark.parametrize("box", [(-3, -3, 9, 9), (0, 0, float("inf"), 1)])
def test_box_beyond_the_picture_is_clipped(box):
    made = blur(striped(66), [box])

    seen = contrast(made, (10, 10, 1590, 1190))
    assert seen < 100


@pytest.mark.parametrize("box", [(0.6, 0.6, 0.4, 0.9), (2, 2, 3, 3), (0.5, 0, 0.5, 1)])
def test_box_of_nothing_blurs_nothing(box):
    seen = contrast(blur(striped(66), [box]), (0, 0, 1600, 1200))

    assert seen > 240
