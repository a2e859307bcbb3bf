"""Set-Cookie lines as cookies."""

from explorer.core.content.cookies import cookies


def test_attributes_are_kept_in_order_and_flags_are_empty():
    headers = (
        ("Set-Cookie", "sid=a=b; Path=/; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT"),
        ("content-type", "text/plain"),
        ("set-cookie", "theme=dark"),
        ("set-cookie", "nonsense"),
    )
    first, second = cookies(headers)
    assert (first.name, first.value) == ("sid", "a=b")
    assert first.attributes == (("Path", "/"), ("HttpOnly", ""), ("Expires", "Wed, 21 Oct 2026 07:28:00 GMT"))
    assert first.attribute("httponly") == ""
    assert first.attribute("domain") is None
    assert (second.name, second.value, second.attributes) == ("theme", "dark", ())
