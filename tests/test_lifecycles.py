"""What every lifecycle must declare, whatever it is about."""

import inspect

import pytest
from django.apps import apps

from crm.lifecycle import Lifecycle, Rule, targets
from crm.roles import ROLES

LIFECYCLES = [model for model in apps.get_models() if issubclass(model, Lifecycle)]
MOVES = [
    pytest.param(model, move, id=f"{model.__name__}.{move.name} from {move.source}")
    for model in LIFECYCLES
    for move in model().get_all_state_transitions()
]
TONES = {"plain", "lake", "thread", "spruce", "amber", "berry"}


def state_field(model):
    return model._meta.get_field("state")


@pytest.mark.parametrize(("model", "move"), MOVES)
def test_transition_is_declared_in_full(model, move):
    parameters = inspect.signature(move.method).parameters

    assert move.source in model.State.values, "name each source state; no wildcards"
    assert set(targets(move)) <= set(model.State.values)
    assert str(move.custom["label"])
    assert isinstance(move.permission, str)
    assert all(isinstance(condition, Rule) for condition in move.conditions)
    assert {"by", "on", "note"} <= parameters.keys()
    kinds = {parameters[name].kind for name in ("by", "on", "note")}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize(("model", "move"), MOVES)
def test_transition_is_known_by_one_permission_of_some_role(model, move):
    permissions = {name for role in ROLES.values() for name in role.permissions}

    assert move.permission in permissions


@pytest.mark.parametrize(("model", "move"), MOVES)
def test_rule_says_in_words_what_it_asks_for(model, move):
    reasons = [str(rule.reason) for rule in move.conditions]

    assert all(reason.endswith((".", "?")) for reason in reasons)


@pytest.mark.parametrize("model", LIFECYCLES)
def test_every_state_can_be_reached(model):
    initial = state_field(model).default
    moves = model().get_all_state_transitions()
    reached = {target for move in moves for target in targets(move)}

    assert reached | {initial} == set(model.State)


@pytest.mark.parametrize("model", LIFECYCLES)
def test_every_state_has_a_look(model):
    assert set(model.looks) == set(model.State)


@pytest.mark.parametrize("model", LIFECYCLES)
def test_state_is_out_of_reach_of_forms_and_assignment(model):
    field = state_field(model)

    assert (field.protected, field.editable) == (True, False)
    assert list(field.choices) == list(model.State.choices)


@pytest.mark.parametrize("model", LIFECYCLES)
def test_transition_name_is_not_shared_by_different_labels(model):
    labels = {}
    for move in model().get_all_state_transitions():
        labels.setdefault(move.name, set()).add(str(move.custom["label"]))

    assert [name for name, found in labels.items() if len(found) > 1] == []
