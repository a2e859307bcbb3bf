"""Edits, settings and uses as pure values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.model.collection import Collection, Folder, RequestItem
from explorer.core.model.environment import Environment, Variable
from explorer.core.model.request import BearerAuth, Header, InheritAuth, Param, Request
from explorer.gui.environments import edits, environment_edits
from explorer.gui.environments.edits import RefusedEditError
from explorer.gui.environments.matrix import Filling, filling, problems
from explorer.gui.environments.setting_rows import SETTING_ROWS
from explorer.gui.environments.usage import count_uses

A = Environment(key="environments/A.yml", name="A", variables=(Variable(name="x", value="1"),))
B = Environment(key="environments/B.yml", name="B")
SECRET = Environment(key="environments/S.yml", name="S", variables=(Variable(name="x", secret=True),))


def nothing_read(_environment, _name):
    return None


def all_empty(_environment, _name):
    return ""


def test_a_value_takes_after_its_neighbours_secrecy():
    change = edits.value_set((SECRET, B), B.key, "x", "v", nothing_read)
    assert change.environments[B.key].variables == (Variable(name="x", secret=True),)
    assert [(one.environment, one.name, one.after) for one in change.secrets] == [("B", "x", "v")]
    assert "v'" not in repr(change.secrets)


def test_clearing_the_only_row_keeps_the_name():
    assert edits.value_unset((A, B), A.key, "x", nothing_read).environments[A.key].variables == (Variable(name="x"),)
    both = (A, Environment(key=B.key, name="B", variables=A.variables))
    assert edits.value_unset(both, A.key, "x", nothing_read).environments[A.key].variables == ()


def test_a_rename_moves_secrets_and_refuses_unread_ones():
    change = edits.variable_renamed((SECRET,), "x", "y", lambda _environment, _name: "v")
    assert [(one.name, one.after) for one in change.secrets] == [("y", "v"), ("x", "")]
    with pytest.raises(RefusedEditError, match="S was not read"):
        edits.variable_renamed((SECRET,), "x", "y", nothing_read)


def test_new_environments_get_free_names_and_files():
    taken = (Environment(key="environments/New environment.yml", name="New environment"),)
    (key,) = environment_edits.added(taken).environments
    assert key == "environments/New environment 2.yml"
    (key,) = environment_edits.duplicated((A,), A.key, nothing_read).environments
    assert key == "environments/A copy.yml"


def test_what_counts_as_missing():
    assert filling(SECRET, "x", nothing_read) is Filling.SECRET
    assert filling(SECRET, "x", all_empty) is Filling.UNSET
    found = problems((A, B, SECRET), {"x": 3}, (), all_empty)
    assert [(one.environment, one.donor) for one in found] == [("B", "A"), ("S", "A")]
    assert problems((A, B), {}, (), all_empty) == ()
    assert problems((A, B), {"x": 3}, ("x",), all_empty) == ()


def test_a_secret_that_nobody_entered_is_missing_where_its_row_waits():
    other = Environment(key="environments/O.yml", name="O", variables=(Variable(name="y", value="1"),))
    (problem, _there_too) = problems((SECRET, other), {"x": 2}, (), all_empty)
    assert (problem.name, problem.environment, problem.donor) == ("x", "S", "")
    assert problems((SECRET, other), {"x": 2}, (), nothing_read)[0].environment == "O", "it may have a value in S"
    assert problems((B, other), {"x": 2}, (), all_empty) == (), "a value of another scope may be meant"


def test_an_unread_secret_cannot_be_copied():
    (problem,) = problems((SECRET, B), {"x": 1}, (), nothing_read)
    assert problem.donor == ""


@given(st.text())
def test_settings_answer_any_text_with_a_value_or_a_sentence(text):
    for row in SETTING_ROWS:
        sentence = ""
        try:
            after = row.parse(A, text)
        except RefusedEditError as error:
            sentence = str(error)
        assert sentence.endswith(".") if sentence else row.parse(A, row.words(after)) == after


def test_uses_count_what_is_inherited_and_what_stands_behind_a_value():
    inside = RequestItem(key="f/a.yml", request=Request(url="{{base}}/a", auth=InheritAuth()))
    off = Param(name="q", value="{{unused}}", enabled=False)
    collection = Collection(
        key="/c",
        name="c",
        items=(
            Folder(key="f", name="f", items=(inside,), headers=(Header(name="X-Tenant", value="{{tenant}}"),)),
            RequestItem(key="b.yml", request=Request(url="{{base}}/{{base}}", params=(off,))),
        ),
        auth=BearerAuth(token="{{token}}"),
        environments=(Environment(key="e", name="E", variables=(Variable(name="base", value="https://{{host}}"),)),),
    )
    uses = count_uses(collection)
    assert {name: uses[name] for name in ("base", "host", "tenant", "token")} == {
        "base": 2,
        "host": 2,
        "tenant": 1,
        "token": 2 if isinstance(Request().auth, InheritAuth) else 1,
    }
    assert "unused" not in uses
