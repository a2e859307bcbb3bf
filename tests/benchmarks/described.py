"""What a large API description and a body with very many keys cost: rows of ``make bench-diagnosis``."""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from explorer.core.descriptions import Descriptions
from explorer.core.diagnosis import diagnose
from explorer.core.diagnosis.context import Context
from explorer.core.model.exchange import Content, Exchange
from explorer.core.model.request import TextBody, TextKind
from tests import factories
from tests.benchmarks.big_description import as_yaml, description

OPERATIONS, KEYS = 900, 20_000
MOST_READ_MS = {"json": 500.0, "yaml": 2000.0}
MOST_FIRST_MS, MOST_NEXT_MS, MOST_KEYS_MS = 100.0, 50.0, 150.0


def rows() -> bool:
    """Prints the rows; whether all targets are met."""
    print(f"\n{f'{OPERATIONS} described operations':32}{'ms':>10}{'x json.loads':>23}{'target':>16}")
    document = description(OPERATIONS)
    text = json.dumps(document)
    parsed = _best(lambda: json.loads(text))
    diagnose(_exchange("/warm", {"member_0": 3}))
    met = True
    for kind, written in (("json", text), ("yaml", as_yaml(document))):
        found, taken = _read(kind, written)
        met &= _row(f"read {kind}, {len(written) // 1000} kB", taken, parsed, MOST_READ_MS[kind])
        exchange = _exchange("/v1/areas/7/group3/things3", {"member_0": 3})
        context = Context(catalogs=found.catalogs)
        met &= _row("first diagnosis", _ms(lambda: diagnose(exchange, context)), parsed, MOST_FIRST_MS)  # noqa: B023
        met &= _row("next diagnosis", _best(lambda: diagnose(exchange, context)), parsed, MOST_NEXT_MS)  # noqa: B023
    many = _exchange("/v1/keys", {f"é{number}": number for number in range(KEYS)})
    body = many.sent.body.data if many.sent else b""
    met &= _row(f"{KEYS:,} accented keys", _best(lambda: diagnose(many)), _best(lambda: json.loads(body)), MOST_KEYS_MS)
    return met


def _read(kind: str, written: str) -> tuple[Descriptions, float]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / ".explorer" / f"openapi.{kind}"
        file.parent.mkdir()
        file.write_text(written, "utf-8")
        started = time.perf_counter()
        found = Descriptions().read(Path(folder))
        return found, (time.perf_counter() - started) * 1000


def _exchange(path: str, body: dict[str, Any]) -> Exchange:
    url = f"https://api.large.example{path}"
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    errors = [{"field": f"É{number}", "message": "is not known"} for number in range(KEYS - 200, KEYS)]
    answer = json.dumps({"errors": errors if len(body) > 1 else [], "message": "Thing is not valid.", "code": "code_1"})
    written = TextBody(kind=TextKind.JSON, text=text)
    return factories.exchange(
        request=factories.request(url=url, body=written),
        sent=factories.sent(url=url, body=Content.of(text.encode())),
        outcome=factories.response(400, "", answer),
    )


def _ms(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1000


def _best(action: Callable[[], object]) -> float:
    return min(_ms(action) for _ in range(3))


def _row(title: str, ms: float, parsed: float, most: float) -> bool:
    print(f"{title:32}{ms:>10.1f}{ms / parsed:>23.1f}{f'< {most:g}':>16}")
    return ms < most
