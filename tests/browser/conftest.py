"""A real browser on a live server: fixtures, and what every page must keep to."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.conftest import put_back

PHONE, DESKTOP = (390, 844), (1280, 900)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: A request that ended because its page was left.
LEFT = "net::ERR_ABORTED"
SHOTS = os.environ.get("SHOTS", "")


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def browser_path():
    if given := os.environ.get("BROWSER_PATH"):
        return given
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return found or (str(MAC) if MAC.exists() else None)


@pytest.fixture(scope="session")
def browser():
    """Chromium, once a process; its absence fails in CI and is told elsewhere."""
    path = browser_path()
    if path is None:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("no Chromium on this machine: scripts/test_services.sh says how to get it")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(django_db_setup, django_db_blocker):
    """Serve the site on a port of its own, in threads with their own connections."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture(autouse=True)
def db(browser, server, loaded_by_migrations, django_db_blocker):
    """Really save, so that the server sees it; afterwards put everything back.

    This stands in for the fixture of the same name that rolls back. The browser comes
    first: its event loop makes Django use a connection of its own.
    """
    with django_db_blocker.unblock():
        yield
        put_back(loaded_by_migrations)


@pytest.fixture
def browser_page(browser, server):
    """Open pages: ``browser_page(390, "dark")``; errors on them fail the test."""
    contexts, problems = [], []

    def open_page(width=DESKTOP[0], scheme="light", language="fi", **options):
        height = PHONE[1] if width <= PHONE[0] else DESKTOP[1]
        context = browser.new_context(
            base_url=server.url,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale=language,
            timezone_id=settings.TIME_ZONE,
            has_touch=width <= PHONE[0],
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(15_000)
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', e =>"
            " console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`))"
        )
        contexts.append(context)
        page = context.new_page()
        page.expected_problems = []
        page.on("pageerror", lambda error: problems.append((page, str(error))))
        page.on(
            "console",
            lambda message: (
                problems.append((page, f"{message.text} at {page.url}"))
                if message.type == "error"
                else None
            ),
        )
        page.on(
            "requestfailed",
            lambda request: (
                problems.append((page, f"{request.failure} {request.url}"))
                if request.failure != LEFT
                else None
            ),
        )
        return page

    yield open_page

    for context in contexts:
        context.close()
    unexpected = [
        text
        for page, text in problems
        if not any(known in text for known in page.expected_problems)
    ]
    assert unexpected == []


@pytest.fixture
def finnish(browser_page, server):
    """Open a page whose reader has chosen Finnish: ``finnish(390)``."""

    def open_page(width):
        page = browser_page(width)
        cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "fi"}
        page.context.add_cookies([cookie | {"url": server.url}])
        return page

    return open_page


@pytest.fixture
def login(server):
    """Log a user in without the form: ``login(page, user)``."""

    def log_in(page, user):
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": server.url}]
        )

    return log_in


@pytest.fixture
def axe():
    """Return a page's accessibility violations as readable lines."""
    runner = Axe()

    def violations(page, *, only_colours=False):
        rules = {"type": "tag", "values": RULES}
        if only_colours:
            rules = {"type": "rule", "values": ["color-contrast"]}
        options = {"runOnly": rules}
        found = runner.run(page, options=options).response["violations"]
        return [
            f"{problem['id']}: {node['target'][0]} {node['failureSummary']}"
            for problem in found
            for node in problem["nodes"]
        ]

    return violations


@pytest.fixture
def shot(request):
    """Keep a picture of the page where SHOTS names a folder: ``shot(page, "day")``."""

    def take(page, name, *, full_page=True):
        if SHOTS:
            folder = Path(SHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            width = page.viewport_size["width"]
            page.screenshot(path=folder / f"{name}-{width}.png", full_page=full_page)

    return take


@pytest.fixture
def no_overflow():
    """Assert that nothing sticks out sideways: ``no_overflow(page)``."""

    def check(page):
        wide = page.evaluate(
            "(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)"
            "(document.documentElement)"
        )
        assert wide <= 0, f"{page.url} is {wide} px too wide"

    return check
