"""The embedded SMS API on loopback: a real HTTP server for samples, screenshots and tests.

It imitates the Sinch SMS REST API in memory and sends nothing anywhere. Start it with ``server.Sandbox``; a request
then passes ``app`` (routes), ``checks`` (the order of refusals), one handler (``batches``, ``groups``, ``reports``,
``inbounds``) and comes back as a ``calls.Reply``.
"""
