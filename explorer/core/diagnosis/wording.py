"""Small turns of phrase for headlines, causes and captions: numbers with units, lists, short quotes."""

from collections.abc import Sequence
from datetime import timedelta

_LONGEST = 40


def quoted(value: object) -> str:
    """A value in backticks, shortened; backticks inside are taken out."""
    text = str(value).replace("`", "'").replace("\n", " ")
    return f"`{text}`" if len(text) <= _LONGEST else f"`{text[: _LONGEST - 1]}…`"


def listed(names: Sequence[str], joiner: str = "and") -> str:
    """``a``, ``b`` and ``c``, each in backticks."""
    marked = [f"`{name}`" for name in names]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} {joiner} {marked[-1]}" if marked else ""


def milliseconds(seconds: float) -> str:
    """0.0124 -> "12 ms", 2.34 -> "2.3 s"."""
    if seconds < 1:
        return f"{max(round(seconds * 1000), 1)} ms"
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"


def seconds(value: float) -> str:
    """20.0 -> "20 s", 90 -> "1 min 30 s"."""
    if value < 100:
        return f"{value:g} s"
    minutes, rest = divmod(round(value), 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"


def span(time: timedelta) -> str:
    """A rough length: "11 days", "3 hours", "20 minutes"."""
    total = int(time.total_seconds())
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if total >= length:
            count = total // length
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "less than a minute"


def count(number: int, unit: str) -> str:
    """1000, "recipients" -> "1000 recipients"; 1 -> "1 recipient"."""
    word = unit[:-1] if number == 1 and unit.endswith("s") else unit
    return f"{number} {word}".strip()


def limits(least: int | None, most: int | None, unit: str) -> str:
    """Limits in words: "1 to 1000 recipients", "at most 20 characters", "at least 1"."""
    if least and most is not None:
        return f"{least} to {count(most, unit)}"
    if most is not None:
        return f"at most {count(most, unit)}"
    return f"at least {count(least or 0, unit)}"


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop."""
    plain = text.strip()
    capital = plain[:1].upper() + plain[1:]
    return capital if capital.endswith((".", "!", "?", "…")) or not capital else capital + "."
