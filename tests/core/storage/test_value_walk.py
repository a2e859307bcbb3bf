"""One walk masks known secrets and places for secrets: what is touched differs, how it is found does not."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from explorer.core.storage.value_walk import Walk


class Choice(StrEnum):
    ONE = "secret"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    id: str = "secret"
    text: str = "a secret"
    data: bytes = b"secret"
    number: float = 1.5
    choice: Choice = Choice.ONE
    names: frozenset[str] = frozenset({"secret"})
    path: Path = Path("secret")
    inner: "tuple[Noun, ...]" = ()
    nothing: Any = None
    flags: list[str] = field(default_factory=lambda: ["secret"])


def without(text: str, secrets: tuple[str, ...]) -> str:
    for secret in secrets:
        text = text.replace(secret, "*")
    return text


def test_what_is_not_told_about_stays() -> None:
    noun = Noun(inner=(Noun(),))
    walked = Walk({str: without})(noun, ("secret",))
    touched = {"id": "*", "text": "a *"}
    assert walked == Noun(**touched, inner=(Noun(**touched),))
    assert Walk({str: without})(noun, ("else",)) is noun


def test_sets_bytes_and_identities_are_wished_for() -> None:
    walk = Walk({str: without, bytes: lambda _value, _secrets: b""}, with_sets=True, besides=frozenset({"id"}))
    assert walk(Noun(), ("secret",)) == Noun(text="a *", data=b"", names=frozenset({"*"}))
