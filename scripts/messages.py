"""Keep the Finnish and Swedish catalogues in step with the code.

    python scripts/messages.py          extract, keep what is translated, compile
    python scripts/messages.py --check  say what is stale, change nothing

Extraction is Django's own ``makemessages`` (it needs GNU gettext). Merging is done
here: no fuzzy guesses, no obsolete entries, no dates that change on every run.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import polib
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "crm" / "locale"
LANGUAGES = ("fi", "sv")
IGNORED = (".*", "*/locale", "tests", "scripts", "node_modules", "var", "build")
#: So many problems are named one by one.
SHOWN = 20
#: What tells one entry from another.
Key = tuple[str | None, str]


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt or None, entry.msgid


def is_filled(entry: polib.POEntry) -> bool:
    texts = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return bool(texts) and all(texts) and not entry.fuzzy


def catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(path: Path) -> dict[Key, polib.POEntry]:
    entries = polib.pofile(str(path), encoding="utf-8") if path.exists() else []
    return {key(entry): entry for entry in entries if not entry.obsolete}


def extract() -> list[polib.POEntry]:
    """Return every marked string of the code and the templates, untranslated."""
    with tempfile.TemporaryDirectory() as folder:
        settings.configure(USE_I18N=True, LOCALE_PATHS=[folder])
        django.setup()
        call_command(
            "makemessages",
            locale=["en"],
            ignore_patterns=list(IGNORED),
            add_location="file",
            no_wrap=True,
            verbosity=0,
        )
        path = Path(folder) / "en" / "LC_MESSAGES" / "django.po"
        if not path.exists():
            return []
        return list(polib.pofile(str(path), encoding="utf-8"))


def fragments(folder: Path | None, language: str) -> dict[Key, polib.POEntry]:
    """Return the translations in loose ``*.<language>.po`` files, newest last."""
    found: dict[Key, polib.POEntry] = {}
    paths = folder.glob(f"*.{language}.po") if folder else []
    for path in sorted(paths, key=lambda path: path.stat().st_mtime):
        found |= {name: entry for name, entry in read(path).items() if is_filled(entry)}
    return found


def translated(
    entry: polib.POEntry, *sources: dict[Key, polib.POEntry]
) -> polib.POEntry:
    """Return a copy of ``entry`` with the first translation that the sources have."""
    copy = polib.POEntry(
        msgid=entry.msgid,
        msgid_plural=entry.msgid_plural,
        msgctxt=entry.msgctxt,
        comment=entry.comment,
        occurrences=sorted(set(entry.occurrences)),
        flags=[flag for flag in entry.flags if flag != "fuzzy"],
    )
    if copy.msgid_plural:
        copy.msgstr_plural = {0: "", 1: ""}
    for source in sources:
        found = source.get(key(entry))
        if found is None or bool(found.msgid_plural) != bool(entry.msgid_plural):
            continue
        if is_filled(found):
            copy.msgstr = found.msgstr
            copy.msgstr_plural = dict(found.msgstr_plural)
            break
    return copy


def build(
    language: str, wanted: list[polib.POEntry], extra: dict[Key, polib.POEntry]
) -> polib.POFile:
    """Return the catalogue as it should stand."""
    known = read(catalogue(language))
    result = polib.POFile(wrapwidth=0)
    result.metadata = {
        "Project-Id-Version": "raatali",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    result.extend(translated(entry, extra, known) for entry in wanted)
    return result


def write(language: str, result: polib.POFile) -> None:
    path = catalogue(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = str(result).rstrip("\n") + "\n"
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8")
    compiled = result.to_binary()
    target = path.with_suffix(".mo")
    if not target.exists() or target.read_bytes() != compiled:
        target.write_bytes(compiled)


def problems(language: str, result: polib.POFile) -> Iterator[str]:
    """Yield what differs between the stored catalogue and the one that should be."""
    path = catalogue(language)
    known, wanted = read(path), {key(entry): entry for entry in result}
    for missing in wanted.keys() - known.keys():
        yield f"{language}: not in the catalogue: {missing[1]!r}"
    for stale in known.keys() - wanted.keys():
        yield f"{language}: no longer in the code: {stale[1]!r}"
    if path.with_suffix(".mo").exists():
        if path.with_suffix(".mo").read_bytes() != result.to_binary():
            yield f"{language}: the compiled catalogue differs from the source"
    else:
        yield f"{language}: the compiled catalogue is missing"


def tell_empty(language: str, result: polib.POFile) -> None:
    empty = [entry for entry in result if not is_filled(entry)]
    sys.stdout.write(f"{language}: {len(result)} texts, {len(empty)} empty\n")
    for entry in empty:
        where = entry.occurrences[0][0] if entry.occurrences else ""
        context = f" [{entry.msgctxt}]" if entry.msgctxt else ""
        sys.stdout.write(f"  {entry.msgid!r}{context}  ({where})\n")


def tell_problems(found: list[str]) -> None:
    for line in found[:SHOWN]:
        sys.stderr.write(f"{line}\n")
    if len(found) > SHOWN:
        sys.stderr.write(f"... and {len(found) - SHOWN} more\n")
    if found:
        sys.stderr.write("Run `make messages`, translate what is empty, commit.\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--fill", type=Path, help="folder of loose *.fi.po, *.sv.po")
    options = parser.parse_args()
    wanted = extract()
    found: list[str] = []
    for language in LANGUAGES:
        result = build(language, wanted, fragments(options.fill, language))
        if options.check:
            found += sorted(problems(language, result))
        else:
            write(language, result)
            tell_empty(language, result)
    tell_problems(found)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
