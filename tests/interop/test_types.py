"""Files that Explorer writes have the published shape of OpenCollection: its own types take them, and nothing more."""

import json
import subprocess
from pathlib import Path

import pytest

from explorer.core.storage.yaml_read import read
from explorer.core.storage.yaml_scalars import Numeral
from tests.interop.folders import write_shared
from tests.interop.packages import TYPES, packages
from tests.interop.written import write_not_sent, write_own

pytestmark = pytest.mark.timeout(300)
KINDS = {
    "OpenCollection": "@opencollection/types",
    "Folder": "@opencollection/types/collection/item",
    "HttpRequest": "@opencollection/types/requests/http",
    "GraphQLRequest": "@opencollection/types/requests/graphql",
    "Environment": "@opencollection/types/config/environments",
}
WRONG = {
    "unknown key": ("HttpRequest", {"info": {"name": "a", "type": "http"}, "mine": 1}),
    "number for text": ("HttpRequest", {"http": {"headers": [{"name": "a", "value": 1}]}}),
    "unknown auth": ("GraphQLRequest", {"graphql": {"auth": {"type": "none"}}}),
    "no name": ("Environment", {"variables": []}),
}


@pytest.fixture(scope="module")
def modules() -> Path:
    return packages(*TYPES)


def complaints(modules: Path, folder: Path, values: dict[str, tuple[str, object]]) -> dict[str, str]:
    """What the types say against each value, by its key."""
    lines = [f'import type {{ {name} }} from "{module}";' for name, module in KINDS.items()]
    first = len(lines) + 1
    keys = list(values)
    for number, key in enumerate(keys):
        kind, value = values[key]
        lines.append(f"export const v{number}: {kind} = {json.dumps(value, default=str)};")
    (folder / "values.ts").write_text("\n".join(lines) + "\n")
    link = folder / "node_modules"
    if not link.exists():
        link.symlink_to(modules)
    options = ("--noEmit", "--strict", "--skipLibCheck", "--pretty", "false", "--module", "nodenext")
    command = ["node", str(modules / "typescript" / "bin" / "tsc"), *options, "values.ts"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    found: dict[str, str] = {}
    for line in ended.stdout.splitlines():
        if line.startswith("values.ts("):
            row = int(line.partition("(")[2].partition(",")[0]) - first
            found.setdefault(keys[row] if row >= 0 else "types", line)
    assert bool(found) == bool(ended.returncode), ended.stdout + ended.stderr
    return found


def plain(value: object) -> object:
    """As JSON has it."""
    match value:
        case Numeral():
            return float(value)
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
    return value


def kind_of(key: str, data: dict[str, object]) -> str:
    if key == "opencollection.yml":
        return "OpenCollection"
    if key.startswith("environments/"):
        return "Environment"
    if key.endswith("folder.yml"):
        return "Folder"
    return "GraphQLRequest" if "graphql" in data else "HttpRequest"


def values_of(folder: Path) -> dict[str, tuple[str, object]]:
    """Kind and data of every file, by its path."""
    values = {}
    for path in folder.rglob("*.yml"):
        key, data = path.relative_to(folder).as_posix(), plain(read(path.read_text()))
        assert isinstance(data, dict)
        values[f"{folder.name}/{key}"] = (kind_of(key, data), data)
    return values


def test_every_written_file_has_the_published_shape(modules: Path, tmp_path: Path) -> None:
    """One run of the compiler, which takes seconds; in the same run it complains about each value that is wrong."""
    own, shared = tmp_path / "own", tmp_path / "shared"
    write_own(own, "http://127.0.0.1:1")
    write_not_sent(own)
    write_shared(shared, "http://127.0.0.1:1")
    written = [values_of(folder) for folder in (own, shared)]
    assert all(len(values) > 15 for values in written)
    assert set(complaints(modules, tmp_path, written[0] | written[1] | WRONG)) == set(WRONG)
