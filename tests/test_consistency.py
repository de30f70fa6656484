"""What a reviewer would otherwise have to say again and again."""

import ast
import re
import tomllib
from io import StringIO
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.core.management import call_command
from django.template import engines

ROOT = Path(__file__).resolve().parent.parent
APPS = ("crm", "employers", "placements", "cms")
CODE = sorted(
    path
    for app in APPS
    for path in ROOT.glob(f"{app}/**/*.py")
    if "migrations" not in path.parts
)
TESTS = sorted(ROOT.glob("tests/**/*.py"))
SCRIPTS = sorted(ROOT.glob("scripts/*.py"))
TEMPLATES = sorted(ROOT.glob("templates/**/*.html"))
VIEWS = [path for path in CODE if "views" in path.relative_to(ROOT).as_posix()]
STATIC = ROOT / "crm" / "static" / "crm"
CATALOGUES = sorted(ROOT.glob("crm/locale/*/LC_MESSAGES/django.po"))
README = ROOT / "README.md"


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def lines_matching(pattern, paths, allowed=lambda path, line: False):
    """Return ``file:number: line`` for each line that the pattern is found in."""
    return [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(pattern, line) and not allowed(path, line)
    ]


def tags_matching(pattern):
    """Return the template tags, over line ends, that the pattern is found in."""
    return [
        f"{name_of(path)}: {' '.join(found.group(0).split())}"
        for path in TEMPLATES
        for found in re.finditer(pattern, path.read_text("utf-8"), re.IGNORECASE)
    ]


# --- Templates --------------------------------------------------------------


def template_is_used(path, texts):
    name = path.relative_to(ROOT / "templates").as_posix()
    if name in {"403.html", "404.html", "500.html", "403_csrf.html", "400.html"}:
        return True
    if any(name in text for other, text in texts.items() if other != path):
        return True
    if name in {  # Django's own names
        f"{model._meta.app_label}/{model._meta.model_name}_{kind}.html"
        for model in apps.get_models()
        for kind in ("list", "detail", "form", "confirm_delete")
    }:
        return True
    # One that a package brings and we override.
    folders = [folder for folder in engines["django"].template_dirs if folder]
    return any((Path(f) / name).exists() for f in folders if f != ROOT / "templates")


def test_no_template_is_unused():
    texts = {path: path.read_text("utf-8") for path in [*CODE, *TEMPLATES]}

    unused = [name_of(path) for path in TEMPLATES if not template_is_used(path, texts)]

    assert unused == []


def loads(text):
    return [found.split() for found in re.findall(r"{%\s*load ([^%]*?)\s*%}", text)]


def is_used(library, text):
    module = engines["django"].engine.template_libraries[library]
    tags = any(re.search(rf"{{%\s*{re.escape(tag)}\b", text) for tag in module.tags)
    return tags or any(
        re.search(rf"\|\s*{re.escape(name)}\b", text) for name in module.filters
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_template_loads_are_sorted_and_used(path):
    text = path.read_text("utf-8")
    names = [name for line in loads(text) if "from" not in line for name in line]

    assert names == sorted(set(names))
    assert [name for name in names if not is_used(name, text)] == []


INLINE = {
    "style element": r"<style\b[^>]*>",
    "style attribute": r"<[^>]*\sstyle\s*=[^>]*>",
    "event attribute": r"<[^>]*\son[a-z]+\s*=[^>]*>",
    "htmx script": r"<[^>]*\s(hx-on|data-hx-on)\b[^>]*>",
    "computed htmx values": r"hx-(vals|headers)\s*=\s*['\"]\s*(js|javascript):",
    "script address": r"(href|src|action)\s*=\s*['\"]javascript:",
    "script in the page": r"<script\b(?![^>]*\bsrc=)[^>]*>",
}


@pytest.mark.parametrize("pattern", INLINE.values(), ids=INLINE.keys())
def test_templates_have_nothing_inline(pattern):
    assert tags_matching(pattern) == []


def test_every_blocktranslate_is_trimmed():
    assert tags_matching(r"{%\s*blocktranslate(?![^%]*\btrimmed\b)[^%]*%}") == []


def test_every_button_says_its_type():
    assert tags_matching(r"<button\b(?![^>]*\btype=)[^>]*>") == []


def test_templates_take_new_words_for_translation_tags():
    assert tags_matching(r"{%\s*(trans|blocktrans)\b[^%]*%}") == []


def test_every_icon_is_in_the_sprite():
    sprite = (STATIC / "icons.svg").read_text("utf-8")
    known = set(re.findall(r'\bid="([\w-]+)"', sprite))

    used = {
        icon
        for path in TEMPLATES
        for icon in re.findall(r'{%\s*icon "([\w-]+)"', path.read_text("utf-8"))
    }

    assert sorted(used - known) == []


def test_no_script_or_style_file_is_unused():
    sources = [*CODE, *TEMPLATES, *STATIC.glob("**/*.css"), *STATIC.glob("**/*.js")]
    texts = {path: path.read_text("utf-8") for path in sources}
    files = [path for path in texts if path.suffix in {".css", ".js"}]

    unused = [
        name_of(path)
        for path in files
        if not any(path.name in text for other, text in texts.items() if other != path)
    ]

    assert unused == []


# --- Code -------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", *APPS, check=True, dry_run=True, stdout=StringIO())


@pytest.mark.parametrize(
    ("paths", "limit"),
    [(CODE, 400), (SCRIPTS, 400), (TESTS, 700)],
    ids=["code", "scripts", "tests"],
)
def test_modules_are_short(paths, limit):
    sizes = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in paths}

    assert {name: size for name, size in sizes.items() if size > limit} == {}


def code_lines(node, lines):
    """Count the lines of a class or function that are neither blank nor docstring."""
    words = ast.get_docstring(node, clean=False) or ""
    body = lines[node.lineno - 1 : node.end_lineno]
    spoken = len(words.splitlines()) if words else 0
    return sum(bool(line.strip()) for line in body) - spoken


def too_long(path, kind, limit):
    text = path.read_text("utf-8")
    lines = text.splitlines()
    return {
        f"{name_of(path)}: {node.name}": length
        for node in ast.walk(ast.parse(text))
        if isinstance(node, kind) and (length := code_lines(node, lines)) > limit
    }


@pytest.mark.parametrize("path", VIEWS, ids=name_of)
def test_views_are_thin(path):
    assert too_long(path, ast.ClassDef, 30) == {}
    assert too_long(path, ast.FunctionDef, 25) == {}


def test_views_find_records_only_among_the_visible():
    assert lines_matching(r"get_object_or_404\(\s*[A-Z]\w*\s*,", VIEWS) == []
    assert lines_matching(r"\.objects\.get\(", VIEWS) == []


def test_state_moves_only_through_perform():
    kit = ROOT / "crm" / "lifecycle.py"
    synthetic = ROOT / "employers" / "bench_lives.py"  # records that never lived

    found = lines_matching(
        r"""\.state\s*=[^=]|update\([^)]*\bstate=|__dict__\["state"\]"""
        r"""|bulk_update\(.*["']state["']|setattr\(.*["']state["']""",
        CODE,
        allowed=lambda path, line: path in {kit, synthetic},
    )

    assert found == []


def test_state_is_compared_with_its_enum():
    condition = re.compile(r"\bQ\(")  # constraints cannot name the class they are in

    found = lines_matching(
        r"""\bstate(__in|__exact)?\s*(==|!=|=|\bin\b)\s*[\[({]?\s*["'](?!state\b)\w""",
        CODE,
        allowed=lambda path, line: condition.search(line),
    )

    assert found == []
    assert tags_matching(r"""{%[^%]*\.state\s*(==|!=|in)\s*["'][^%]*%}""") == []


def test_models_send_no_mail():
    models = [path for path in CODE if "models" in path.relative_to(ROOT).as_posix()]

    assert lines_matching(r"send_mail|EmailMessage|httpx", models) == []


def test_every_noqa_carries_its_reason():
    noqa = r"#\s*noqa\b(?!: [A-Z0-9]+(, [A-Z0-9]+)* - \w+.*)"

    assert lines_matching(noqa, [*CODE, *SCRIPTS, *TESTS], ours) == []


def ours(path, line):
    return path == Path(__file__)


def test_tests_mock_nothing():
    assert lines_matching(r"unittest\.mock|\bmocker\b", TESTS, ours) == []


# --- Translations -----------------------------------------------------------


def placeholders(text):
    return sorted(re.findall(r"%\(\w+\)[sd]|%[sd%]|{\w*}", text))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_catalogue_is_complete(path):
    catalogue = polib.pofile(str(path))
    empty = [entry.msgid for entry in catalogue if not entry.translated()]
    doubtful = [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete]

    assert (len(empty), empty[:20], doubtful[:20]) == (0, [], [])


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_translation_keeps_every_placeholder(path):
    changed = [
        entry.msgid
        for entry in polib.pofile(str(path))
        if not entry.msgid_plural
        and entry.translated()
        and placeholders(entry.msgid) != placeholders(entry.msgstr)
    ]

    assert changed == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_compiled_catalogue_equals_its_source(path):
    compiled = path.with_suffix(".mo").read_bytes()

    assert compiled == polib.pofile(str(path)).to_binary()


def test_both_languages_have_a_catalogue():
    assert [path.parts[-3] for path in CATALOGUES] == ["fi", "sv"]


# --- Documents and settings -------------------------------------------------


def test_generated_parts_of_the_readme_are_current():
    call_command("draw_docs", check=True)


def glossary():
    text = README.read_text("utf-8")
    section = text.partition("\n## Glossary\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\|(.+)\|$", section, re.MULTILINE)[2:]
    return [[cell.strip() for cell in row.split("|")] for row in rows]


def test_glossary_has_every_term_in_three_languages():
    rows = glossary()

    assert len(rows) > 20
    assert [row for row in rows if len(row) != 4 or not all(row)] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_glossary_agrees_with_the_catalogue(path):
    column = {"fi": 1, "sv": 2}[path.parts[-3]]
    words = {}
    for entry in polib.pofile(path):  # one word may be there in several contexts
        if entry.msgstr:
            words.setdefault(entry.msgid.casefold(), set()).add(entry.msgstr.casefold())

    differing = {
        row[0]: (row[column], words[row[0].casefold()])
        for row in glossary()
        if row[column].casefold()
        not in words.get(row[0].casefold(), {row[column].casefold()})
    }

    assert differing == {}


def test_readme_names_only_files_that_exist():
    names = re.findall(r"`([\w./-]+\.(?:py|sh|toml|md|html))`", README.read_text())
    roots = [ROOT, *(ROOT / app for app in APPS), ROOT / "templates", ROOT / "scripts"]

    missing = {name for name in names if not any((r / name).exists() for r in roots)}

    assert missing == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_names_no_address(name):
    assert "://" not in (ROOT / name).read_text()


def settings_lines(start):
    """Return the lines of the list in pyproject.toml that begins with ``start``."""
    text = (ROOT / "pyproject.toml").read_text()
    body = text.partition(f"\n{start} = [\n")[2].partition("\n]")[0]
    return [line for line in body.splitlines() if line.strip().startswith('"')]


@pytest.mark.parametrize("start", ["dependencies", "test", "check", "ignore"])
def test_every_entry_has_its_reason_beside_it(start):
    lines = settings_lines(start)

    assert lines != []
    assert [line for line in lines if not re.search(r'",\s+# \w+', line)] == []


def test_every_allowed_warning_has_its_date_and_reason():
    text = (ROOT / "pyproject.toml").read_text()
    body = text.partition("\nfilterwarnings = [\n")[2].partition("\n]")[0].splitlines()

    bare = [
        line.strip()
        for before, line in zip(["", *body], body, strict=False)
        if "ignore:" in line and not re.match(r"\s*# 20\d\d-\d\d: \w+", before)
    ]

    assert bare == []


def test_lock_holds_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {re.split(r"[\[><=]", d)[0] for d in project["project"]["dependencies"]}

    locked = set(
        re.findall(r"^([\w.-]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    )

    assert wanted <= {name.lower() for name in locked}
