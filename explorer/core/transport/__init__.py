"""The only door to the network: a concrete request goes in, an ``Exchange`` comes out.

``prepared`` says what will be on the wire, ``client`` runs the exchange, ``failure_rules`` holds the one table
that names what broke. Nothing outside this package knows which HTTP library is used; it is loaded by the first send.
"""

from explorer.core.transport.automatic import automatic_headers
from explorer.core.transport.client import Transport
from explorer.core.transport.identifiers import new_id
from explorer.core.transport.options import Arriving, Progress, SendOptions
from explorer.core.transport.prepared import prepare

__all__ = ["Arriving", "Progress", "SendOptions", "Transport", "automatic_headers", "new_id", "prepare"]
