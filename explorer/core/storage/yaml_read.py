"""YAML 1.2 text -> plain data (dict, list, str, bool, None, Numeral). Knows nothing of collections.

The plain block style that collections are written in is read by ``yaml_lines`` (25 times as fast), everything else
by ruamel.yaml in ``yaml_nodes``.
"""

from typing import Any

from explorer.core.storage.yaml_lines import read_lines


def read(text: str) -> Any:
    """Plain data of one document, None for an empty text; raises YamlError."""
    data = read_lines(text)
    return data if data is not None else read_strictly(text)


def read_strictly(text: str) -> Any:
    """The same through the complete reader alone."""
    # Imported here: ruamel.yaml costs 65 ms at start-up and most collections never need it to be opened.
    from explorer.core.storage.yaml_nodes import compose, data_of

    return data_of(compose(text))


def place_of(text: str, path: tuple[str | int, ...]) -> tuple[int, int]:
    """Line and column of the value at ``path`` (keys and indexes), or of the nearest value around it."""
    from explorer.core.storage.yaml_nodes import place_of as place

    return place(text, path)
