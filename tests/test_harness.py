"""The harness itself: it must bite, or its silence means nothing."""

import socket

import pytest
from django.core.cache import cache
from django.template import engines

from crm.models import Municipality
from tests.conftest import UndefinedError


def render(text, **context):
    return engines["django"].from_string(text).render(context)


def test_undefined_variable_fails_the_test_that_prints_it():
    with pytest.raises(UndefinedError, match=r"known\.unknown is undefined"):
        render("{{ known.unknown }}", known={})


def test_undefined_variable_may_be_asked_about():
    assert render("{% if unknown %}yes{% else %}no{% endif %}") == "no"


@pytest.mark.parametrize("host", ["192.0.2.1", "register.example"])
def test_network_is_out_of_reach(host):
    with pytest.raises(RuntimeError, match="reached for the network"):
        socket.create_connection((host, 443), timeout=1)


@pytest.mark.django_db
def test_rows_without_an_order_come_reversed_on_sqlite():
    rows = [row.pk for row in Municipality.objects.order_by()]

    if rows != sorted(rows, reverse=True):
        pytest.skip("PostgreSQL has no such switch")
    assert len(rows) == 6


@pytest.mark.parametrize("turn", ["first", "second"])
def test_cache_is_empty_at_the_start(turn):
    assert cache.get("left-behind") is None

    cache.set("left-behind", turn)
