"""The result panel: one exchange as its diagnosis, body, headers, cookies, timeline, sent request and certificates.

``panel.ResultPanel`` is the entry; everything else here is a part of it. It draws values and emits wishes; it sends
nothing and stores nothing.
"""
