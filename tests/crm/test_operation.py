"""Watching the product: the health page, and log lines without people in them."""

import json
import logging
import logging.config
from copy import deepcopy
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pythonjsonlogger.json import JsonFormatter

from crm.logs import WithoutAddress
from crm.views import health

HEALTH = reverse("health")


def waiting_since(**ago):
    row = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="crm.tasks.mail_morning",
        priority=0,
        queue_name="default",
        backend_name="default",
    )
    past = timezone.now() - timedelta(**ago)
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=past)


@pytest.mark.django_db
def test_healthy_process_says_so_without_a_login(django_assert_num_queries):
    waiting_since(minutes=5)
    with django_assert_num_queries(1):
        answer = Client().get(HEALTH)
    assert (answer.status_code, answer.json()) == (
        200,
        {"database": "ok", "worker": "ok"},
    )
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_work_that_nobody_does_is_told():
    waiting_since(minutes=20)
    answer = Client().get(HEALTH)
    assert (answer.status_code, answer.json()["worker"]) == (503, "late")


def test_lost_database_is_told(monkeypatch):
    def lost():
        raise DatabaseError

    monkeypatch.setattr(health, "is_work_late", lost)
    answer = Client().get(HEALTH)
    assert (answer.status_code, answer.json()) == (503, {"database": "down"})


def record_for(path, message, *arguments):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(request.path)
    record = logging.LogRecord("d", logging.ERROR, "", 1, message, arguments, None)
    record.request = request
    return record


def test_lines_tell_the_route_and_not_the_address():
    path = "/calendar/salainen-avain.ics"
    record = record_for(path, "%s: %s", "Not Found", path)

    assert WithoutAddress().filter(record)

    line = json.loads(JsonFormatter("%(levelname)s %(message)s").format(record))
    assert line["message"] == "Not Found: /calendar/<str:key>.ics"
    assert "salainen" not in str(line)


def test_each_request_is_one_line_without_its_query(coach_client, coach, caplog):
    caplog.set_level(logging.INFO, "raatali.request")

    coach_client.get(reverse("search"), {"q": "Ääkkönen"})

    (line,) = [r for r in caplog.records if r.name == "raatali.request"]
    assert (line.method, line.route, line.status) == ("GET", "/crm/search/", 200)
    assert line.user == coach.pk
    assert "kk" not in str(vars(line)["route"])
    assert "Ääkkönen" not in str(vars(line))


@pytest.mark.django_db
def test_page_that_needs_nobody_does_not_ask_who_reads(caplog):
    caplog.set_level(logging.INFO, "raatali.request")
    Client().get(HEALTH)
    (line,) = [r for r in caplog.records if r.name == "raatali.request"]
    assert line.user is None


def test_lines_of_production_are_json():
    config = logging.config.DictConfigurator(deepcopy(settings.LOGGING))
    formatter = config.configure_formatter(config.config["formatters"]["json"])
    record = logging.LogRecord("d", logging.INFO, "", 1, "Ä %s", ("ö",), None)
    line = json.loads(formatter.format(record))
    assert (line["levelname"], line["message"]) == ("INFO", "Ä ö")
