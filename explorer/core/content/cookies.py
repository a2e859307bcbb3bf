"""Set-Cookie fields as cookies with their attributes, parsed as user agents do (RFC 6265 §5.2)."""

from dataclasses import dataclass

from explorer.core.model.exchange import Headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    """One Set-Cookie line. ``attributes`` keep the order and spelling of the server; a flag has an empty value."""

    name: str
    value: str
    attributes: tuple[tuple[str, str], ...] = ()

    def attribute(self, name: str) -> str | None:
        """The last value of an attribute; None when it is absent."""
        found = [value for key, value in self.attributes if key.lower() == name.lower()]
        return found[-1] if found else None


def cookies(headers: Headers) -> tuple[Cookie, ...]:
    """All cookies the response sets, in order; lines without a name and value are left out."""
    lines = (value for name, value in headers if name.lower() == "set-cookie")
    return tuple(cookie for line in lines if (cookie := _cookie(line)))


def _cookie(line: str) -> Cookie | None:
    pair, *rest = line.split(";")
    name, equals, value = pair.partition("=")
    if not equals or not name.strip():
        return None
    attributes = []
    for part in rest:
        key, _, text = part.partition("=")
        if key.strip():
            attributes.append((key.strip(), text.strip()))
    return Cookie(name=name.strip(), value=value.strip(), attributes=tuple(attributes))
