"""Reads the API description beside a collection (``.explorer/openapi.json``, ``.yaml`` or ``.yml``) as plain data. What
it means is told elsewhere; nothing here raises, and a file that cannot be used gives a sentence."""

import json
from pathlib import Path

from explorer.core.storage import yaml_read
from explorer.core.storage.collection_names import SIDE_FOLDER
from explorer.core.storage.yaml_scalars import YamlError

MOST_BYTES = 5 * 1024 * 1024
_NAMES = ("openapi.json", "openapi.yaml", "openapi.yml")

Stamp = tuple[tuple[str, int, int], ...]


def stamp(folder: Path) -> Stamp:
    """What tells the files apart from changed ones: name, time and size of each."""
    found = []
    for name in _NAMES:
        try:
            stat = (folder / SIDE_FOLDER / name).stat()
        except (OSError, ValueError):
            continue
        found.append((name, stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def read_descriptions(folder: Path) -> tuple[tuple[tuple[str, object], ...], tuple[str, ...]]:
    """(file name, parsed document) pairs, and sentences about files that cannot be used."""
    documents: list[tuple[str, object]] = []
    sentences: list[str] = []
    for name, _, _ in stamp(folder):
        found = _read(folder / SIDE_FOLDER / name)
        if isinstance(found, str):
            sentences.append(f"{SIDE_FOLDER}/{name} is not used. {found}")
        else:
            documents.append((name, found))
    return tuple(documents), tuple(sentences)


def _read(path: Path) -> object:
    """The document, an object or list; a sentence when there is none."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return f"It is larger than {MOST_BYTES // 1024 // 1024} MB."
        text = path.read_text("utf-8-sig")
        data = json.loads(text) if path.suffix == ".json" else yaml_read.read(text)
    except YamlError as error:
        return f"{error.reason} It is in line {error.line}." if error.line else error.reason
    except json.JSONDecodeError as error:
        return f"It is not JSON: line {error.lineno}, column {error.colno}."
    except UnicodeDecodeError:
        return "It is not text in UTF-8."
    except (RecursionError, ValueError):
        return "It cannot be read as JSON or YAML."
    except OSError as error:
        return f"It cannot be read: {error.strerror or 'the system gives no reason'}."
    return data if isinstance(data, dict) else "It does not hold an API description."
