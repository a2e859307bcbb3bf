"""The two descriptions the tests read, parsed as the program would parse them."""

import json
from pathlib import Path
from typing import Any

from explorer.core.storage import yaml_read

FOLDER = Path(__file__).parents[3] / "data" / "openapi"


def pets() -> Any:
    """OpenAPI 3.0 in YAML."""
    return yaml_read.read((FOLDER / "pets.yaml").read_text("utf-8"))


def orders() -> Any:
    """OpenAPI 3.1 in JSON, with allOf, a cycle and a reference to another file."""
    return json.loads((FOLDER / "orders.json").read_text("utf-8"))
