"""The nouns, as frozen values: request, exchange, diagnosis, collection, environment, history.

They know nothing of files, sockets or windows. A change makes a new value (``dataclasses.replace``).
"""
