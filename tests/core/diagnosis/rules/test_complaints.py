"""Reading what servers say about a value, in the words of many frameworks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.core.diagnosis.rules.complaints import Complaint, Demand, read

SAID = [
    ("Field required", "missing", Demand.PRESENT),
    ("This field is required.", "", Demand.PRESENT),
    ("a value is needed", "FieldValueRequired", Demand.PRESENT),
    ("", "parameter_missing", Demand.PRESENT),
    ("This field may not be blank.", "", Demand.FILLED),
    ("must not be null", "NotNull", Demand.FILLED),
    ('"name" is not allowed to be empty', "", Demand.FILLED),
    ("Extra inputs are not permitted", "extra_forbidden", Demand.KNOWN),
    ("Unknown argument 'colour'", "", Demand.KNOWN),
    ("The email has already been taken.", "", Demand.UNIQUE),
    ("", "already_exists", Demand.UNIQUE),
]
TYPES = [
    ("Input should be a valid integer, unable to parse string as an integer", "int_parsing", "integer"),
    ("must be integer", "", "integer"),
    ("Expected number, received string", "invalid_type", "number"),
    ("'x' is not of type 'array'", "", "array"),
    ("name has to be text", "", "string"),
    ("A valid boolean is needed", "", "boolean"),
    ("Input should be a valid dictionary", "dict_type", "object"),
    ('Cannot deserialize value of type `int` from String "abc"', "", "integer"),
]
FORMATS = [
    ("The email must be a valid email address.", "email"),
    ('must match format "uuid"', "uuid"),
    ("Invalid date-time", "date-time"),
    ("This is not a date.", "date"),
    ("Enter a valid URL.", "url"),
]
LIMITS = [
    ("has to be zero or more", Demand.RANGE, 0, None, False),
    ("Input should be greater than or equal to 1", Demand.RANGE, 1, None, False),
    ("Input should be less than 10", Demand.RANGE, None, 10, True),
    ("must be between 1 and 100", Demand.RANGE, 1, 100, False),
    ("limit exceeds maximum of 1,000", Demand.RANGE, None, 1000, False),
    ("-1 is less than the minimum of 0", Demand.RANGE, 0, None, False),
    ("The age may not be greater than 120.", Demand.RANGE, None, 120, False),
    ("String should have at most 5 characters", Demand.LENGTH, None, 5, False),
    ("must NOT have fewer than 3 items", Demand.LENGTH, 3, None, False),
    ("is too long (maximum is 50 characters)", Demand.LENGTH, None, 50, False),
    ("Keep this within 256 characters.", Demand.LENGTH, None, 256, False),
]
CHOICES = [
    ("has to be red, green or blue", ("red", "green", "blue")),
    ("Input should be 'a', 'b' or 'c'", ("a", "b", "c")),
    ("value is not a valid enumeration member; permitted: 'a', 'b'", ("a", "b")),
    ("The role field must be one of: admin, user", ("admin", "user")),
    ("'x' is not one of ['admin', 'user']", ("admin", "user")),
    ("Value must be one of pending|done|failed", ("pending", "done", "failed")),
]


@pytest.mark.parametrize(("message", "code", "demand"), SAID)
def test_demands(message: str, code: str, demand: Demand) -> None:
    assert demand in [one.demand for one in read(message, code)]


@pytest.mark.parametrize(("message", "code", "wanted"), TYPES)
def test_types(message: str, code: str, wanted: str) -> None:
    assert [one.wanted for one in read(message, code) if one.demand is Demand.TYPE] == [wanted]


@pytest.mark.parametrize(("message", "wanted"), FORMATS)
def test_formats(message: str, wanted: str) -> None:
    assert [one.wanted for one in read(message) if one.demand is Demand.FORMAT] == [wanted]


@pytest.mark.parametrize(("message", "demand", "least", "most", "exclusive"), LIMITS)
def test_limits(message: str, demand: Demand, least: float | None, most: float | None, exclusive: bool) -> None:
    assert Complaint(demand=demand, least=least, most=most, exclusive=exclusive) in read(message)


@pytest.mark.parametrize(("message", "choices"), CHOICES)
def test_choices(message: str, choices: tuple[str, ...]) -> None:
    assert [one.choices for one in read(message) if one.demand is Demand.CHOICE] == [choices]


@pytest.mark.parametrize(
    "message", ["", "The selected role is invalid.", "No such order.", "must be one of the allowed"]
)
def test_words_that_demand_nothing_that_can_be_tested(message: str) -> None:
    assert read(message) == ()


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_can_be_read(message: str, code: str) -> None:
    assert isinstance(read(message, code), tuple)
