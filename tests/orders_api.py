"""An API with an error code of its own: what its server answers, and what its team wrote about it."""

import json

BODY = json.dumps({"code": "ORD-17", "message": "Rejected."}).encode()
ANSWER = (
    b"HTTP/1.1 422 Unprocessable Content\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(BODY), BODY)
)
CATALOG = """[[api]]
name = "Orders API"
hosts = ["127.0.0.1", "localhost"]
prefix = "/v2"
[[api.code]]
code = "ORD-17"
status = 422
meaning = "The order was closed by the warehouse."
causes = ["The nightly closing ran before the order was paid"]
fixes = ["Make a new order and pay it at once"]
link = "https://wiki.orders.example/ORD-17"
"""
