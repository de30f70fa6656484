"""Two hundred coaches at work and two thousand readers of the site, for some minutes.

    .venv/bin/pip install "locust>=2.47,<3"
    set -a; . /etc/raatali.env; set +a
    .venv/bin/locust -f scripts/load_test.py --headless --host https://raatali.example \
        --users 2200 --spawn-rate 40 --run-time 4m

Runs beside the installation that it loads, which ``manage.py load_benchmark`` has
filled: it opens the coaches' sessions itself, by the same settings. A coach does
something every 15 to 45 seconds, a reader turns a page every 20 to 60; of eleven one is
a coach. Ends with locust's own table: requests a second, failures, percentiles.
"""

import os
import random
import sys
from pathlib import Path

import django
from locust import FastHttpUser, between, events, task

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
django.setup()

from allauth.account.internal.flows.login import (  # noqa: E402 - after Django
    record_authentication,
)
from django.contrib.auth import (  # noqa: E402 - the same
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402 - the same
from django.http import HttpRequest  # noqa: E402 - the same

from employers.bench_data import bench_people  # noqa: E402 - the same
from employers.models import Employer  # noqa: E402 - the same

COACHES, READERS = 200, 2_000
#: What readers open.
PAGES = ("/", "/palkkatuki/", "/sv/", "/en/", "/miten-se-toimii/", "/tarinoita/")
ESTIMATE = "/palkkatuki/laskuri/?pay={pay}&week_hours=20"
SEARCHES = ("leipomo", "åbo", "öljy", "hotelli")

sessions: list[str] = []
employers: list[int] = []


@events.test_start.add_listener
def open_sessions(**_details: object) -> None:
    """Open a session for each coach; several share an account."""
    people, _manager = bench_people()
    employers.extend(Employer.objects.values_list("pk", flat=True)[:5_000])
    for number in range(COACHES):
        user = people[number % len(people)]
        session, request = SessionStore(), HttpRequest()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "crm.accounts.RoleBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        request.session = session
        record_authentication(request, user, "mfa", type="totp")
        session.create()
        sessions.append(str(session.session_key))


class Coach(FastHttpUser):
    """Looks at the day, at employers, searches, and plans a call."""

    weight = COACHES
    wait_time = between(15, 45)
    insecure = True

    def on_start(self) -> None:
        self.key = random.choice(sessions)  # noqa: S311 - a load, not a secret

    def open(self, path: str, name: str) -> None:
        """Get a page; being sent elsewhere is a failure."""
        asked = {"headers": {"Cookie": f"sessionid={self.key}"}, "name": name}
        asked |= {"allow_redirects": False, "catch_response": True}
        with self.client.get(path, **asked) as answer:
            if answer.status_code != 200:  # noqa: PLR2004 - OK, in HTTP's own words
                answer.failure(f"answered {answer.status_code}")

    @task(4)
    def day(self) -> None:
        self.open("/crm/", "day")

    @task(5)
    def employer(self) -> None:
        key = random.choice(employers)  # noqa: S311 - a load, not a secret
        self.open(f"/crm/employers/{key}/", "employer")

    @task(3)
    def look(self) -> None:
        self.open("/crm/employers/?view=all", "employer list")

    @task(3)
    def search(self) -> None:
        word = random.choice(SEARCHES)  # noqa: S311 - a load, not a secret
        self.open(f"/crm/search/?q={word}", "search")

    @task(2)
    def log(self) -> None:
        self.open("/crm/log/", "log a contact")

    @task(1)
    def candidates(self) -> None:
        self.open("/crm/candidates/", "candidates")


class Reader(FastHttpUser):
    """Reads the employers' pages and estimates a pay subsidy now and then."""

    weight = READERS
    wait_time = between(20, 60)
    insecure = True

    @task(9)
    def read(self) -> None:
        path = random.choice(PAGES)  # noqa: S311 - a load, not a secret
        self.client.get(path, name=f"site {path}")

    @task(1)
    def estimate(self) -> None:
        pay = random.randrange(900, 3_000, 50)  # noqa: S311 - a load, not a secret
        self.client.get(ESTIMATE.format(pay=pay), name="site estimate")
