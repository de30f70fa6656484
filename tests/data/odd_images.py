"""Pictures as phones, scanners and attackers send them; always the same bytes.

``good()`` must come out clean, ``bad()`` must be refused, ``broken()`` may do either
but must do one of the two.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from random import Random

from PIL import Image, ImageCms
from pillow_heif import register_heif_opener

register_heif_opener()

SIZE = (48, 32)
CORNERS = {"red": (0, 0), "lime": (24, 0), "blue": (0, 16), "yellow": (24, 16)}
MODES = {
    "JPEG": ("RGB", "L", "CMYK", "YCbCr"),
    "PNG": ("RGB", "RGBA", "L", "LA", "P", "1", "I;16"),
    "WEBP": ("RGB", "RGBA", "L"),
    "GIF": ("RGB", "RGBA", "L", "P", "1"),
    "HEIF": ("RGB", "RGBA", "L"),
    "BMP": ("RGB", "L", "P", "1"),
    "TIFF": ("RGB", "RGBA", "L", "LA", "CMYK", "P", "1", "I;16", "I;16B"),
}
#: How a picture that stands upright is laid down for each orientation of EXIF.
LAID_DOWN = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
ORIENTATION, GPS, ARTIST = 0x0112, 0x8825, 0x013B
SECRET = "Kuvitteellinen Kuvaaja"
Files = Iterator[tuple[str, bytes]]


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return the picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def quarters(mode: str = "RGB") -> Image.Image:
    """Return an upright picture with a colour in each corner."""
    image = Image.new("RGB", SIZE)
    for colour, (x, y) in CORNERS.items():
        image.paste(colour, (x, y, x + 24, y + 16))
    if mode.startswith("I;16"):
        grey = [value * 257 for value in image.convert("L").tobytes()]
        order = ">" if mode.endswith("B") else "<"
        return Image.frombytes(mode, SIZE, struct.pack(f"{order}{len(grey)}H", *grey))
    return image.convert(mode)


def tagged(orientation: int) -> bytes:
    """Return EXIF with an orientation, a place on Earth and a name."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = orientation, SECRET
    exif[GPS] = {1: "N", 2: (60.0, 28.0, 1.0), 3: "E", 4: (25.0, 5.0, 2.0)}
    return exif.tobytes()


def turned(kind: str, orientation: int) -> bytes:
    """Return a file that lies as the orientation says, with tell-tale metadata."""
    image, way = quarters(), LAID_DOWN[orientation]
    laid = image if way is None else image.transpose(way)
    if kind == "TIFF":  # its tags are its EXIF
        tags = {ORIENTATION: orientation, ARTIST: SECRET}
        return saved(laid, kind, tiffinfo=tags)
    return saved(laid, kind, exif=tagged(orientation), **SHARP.get(kind, {}))


SHARP: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 95, "subsampling": 0, "comment": SECRET},
    "WEBP": {"lossless": True, "xmp": f"<x>{SECRET}</x>".encode()},
}


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    crc = struct.pack(">I", zlib.crc32(kind + body))
    return struct.pack(">I", len(body)) + kind + body + crc


def claimed_png(width: int, height: int) -> bytes:
    """Return a small PNG that says it is large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def claimed_gif(width: int, height: int) -> bytes:
    """Return a small GIF that says it is large."""
    file = bytearray(saved(quarters("P"), "GIF"))
    file[6:10] = struct.pack("<HH", width, height)
    return bytes(file)


def claimed_bmp(width: int, height: int) -> bytes:
    """Return a small BMP that says it is large."""
    file = bytearray(saved(quarters(), "BMP"))
    file[18:26] = struct.pack("<ii", width, height)
    return bytes(file)


@cache
def plain() -> dict[str, bytes]:
    """Return one whole file for every format and mode."""
    return {
        f"{kind} {mode}": saved(quarters(mode), kind)
        for kind, modes in MODES.items()
        for mode in modes
    }


def good() -> Files:
    """Yield files that any camera, scanner or drawing program could make."""
    yield from plain().items()
    for kind in ("JPEG", "PNG", "WEBP", "HEIF", "TIFF"):
        for orientation in LAID_DOWN:
            yield f"{kind} turned {orientation}", turned(kind, orientation)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        yield f"{kind} with ICC", saved(quarters(), kind, icc_profile=profile)
    yield "JPEG progressive", saved(quarters(), "JPEG", progressive=True)
    yield "PNG with text", saved(quarters(), "PNG", pnginfo=_text())
    for kind in ("GIF", "WEBP", "PNG"):
        frames = [quarters()] * 20
        moving = saved(quarters(), kind, save_all=True, append_images=frames)
        yield f"{kind} moving", moving
    for side in (8, 9, 321, 1601, 3000):
        yield f"PNG {side} wide", saved(Image.new("RGB", (side, 8)), "PNG")
        yield f"JPEG {side} high", saved(Image.new("RGB", (8, side)), "JPEG")


def _text() -> object:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - one file needs it

    info = PngInfo()
    info.add_text("Author", SECRET)
    info.add_text("Comment", SECRET * 50, zip=True)
    return info


def bad() -> Files:
    """Yield files that are no picture, or one that must not be decoded."""
    yield "empty", b""
    yield "one byte", b"\xff"
    yield "zeros", bytes(5000)
    yield "noise", Random(1).randbytes(5000)  # noqa: S311 - always the same
    yield "html", b"<!doctype html><script>alert(1)</script>"
    yield "svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"/>'
    yield "pdf", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF"
    yield "eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 90 90\nshowpage\n"
    yield "exe", b"MZ\x90\x00" + bytes(600) + b"PE\x00\x00"
    yield "zip", _zip()
    for kind in ("ICO", "TGA", "PPM", "PCX", "EPS", "PDF", "JPEG2000", "DDS"):
        yield f"whole {kind}", saved(quarters(), kind)
    for width, height in ((60_000, 60_000), (2**31 - 1, 2**31 - 1), (8000, 7000)):
        yield f"PNG says {width}x{height}", claimed_png(width, height)
        yield f"BMP says {width}x{height}", claimed_bmp(width, height)
    yield "GIF says 65535x65535", claimed_gif(65_535, 65_535)
    for size in ((1, 1), (7, 7), (7, 900), (900, 7)):
        for kind in ("PNG", "JPEG", "WEBP", "BMP"):
            yield f"{kind} of {size}", saved(Image.new("RGB", size), kind)
    for name, file in plain().items():
        yield f"{name} start only", file[:12]


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("kuva.jpg"), "no picture")
    return file.getvalue()


def broken() -> Files:
    """Yield whole files cut short, with bytes changed, or with others glued on."""
    dice = Random(1)  # noqa: S311 - always the same
    for name, file in plain().items():
        for part in (0.2, 0.5, 0.8, 0.95):
            yield f"{name} cut at {part}", file[: int(len(file) * part)]
        for turn in range(8):
            yield f"{name} flipped {turn}", _flipped(file, dice, 1 + turn)
        yield f"{name} then zip", file + _zip()
    for kind in ("JPEG", "PNG", "WEBP", "HEIF", "TIFF"):
        for turn in range(8):
            start = turned(kind, 6)
            yield f"{kind} EXIF flipped {turn}", _flipped(start, dice, 12)
    yield "GIF says 7000x7000", claimed_gif(7000, 7000)
    yield "PNG says 7000x7000", claimed_png(7000, 7000)


def _flipped(file: bytes, dice: Random, times: int) -> bytes:
    changed = bytearray(file)
    for _time in range(times):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)
