"""Entries of the catalogue page from API descriptions: one for each status of a description, with the operations that
answer so, and one for each error code. Large descriptions give few entries, and none of them is long."""

from collections.abc import Iterable
from dataclasses import replace

from explorer.core.diagnosis import status
from explorer.core.diagnosis.catalog_entries import (
    ANY_STATUS,
    CatalogEntry,
    code_entry,
    family,
    searchable,
    status_links,
)
from explorer.core.diagnosis.catalog_reader import statuses
from explorer.core.diagnosis.catalog_rows import AnswerRow, ApiCatalog, FieldRow, OperationRow
from explorer.core.model.diagnosis import StatusMeaning

MOST_OPERATIONS = 12
"""Shown in an entry; all of them are searched."""
_MOST_MEANINGS = 8
_MOST_FIELDS = 12
_RANGES = {"1": "interim answer", "2": "success", "3": "redirect", "4": "client error", "5": "server error"}

Said = tuple[AnswerRow, OperationRow]


def described_entries(catalogs: Iterable[ApiCatalog]) -> tuple[CatalogEntry, ...]:
    """Codes first, then statuses in order; a description that is served below several prefixes counts once."""
    once = {api.id: api for api in catalogs}
    return tuple(entry for api in once.values() for entry in _of_description(api))


def _of_description(api: ApiCatalog) -> list[CatalogEntry]:
    source = f"The file .explorer/{api.source}"
    by_code: dict[str, list[Said]] = {}
    for operation in api.operations:
        for answer in operation.answers:
            by_code.setdefault(answer.code, []).append((answer, operation))
    codes = [replace(code_entry(api, row), added=True, lab_key="", source=source) for row in api.codes]
    return codes + [_of_status(api, code, by_code[code], source) for code in sorted(by_code, key=_order)]


def _order(code: str) -> str:
    """Ranges behind their statuses, ``default`` last."""
    return code.replace("X", "~")


def _of_status(api: ApiCatalog, code: str, said: list[Said], source: str) -> CatalogEntry:
    number = int(code) if code.isdecimal() else 0
    row = statuses().get(number)
    title = _title(code, number)
    meanings = _by_meaning(said)
    operations = tuple((one.method, one.path) for _, one in said)
    return CatalogEntry(
        id=f"{api.id}/{code}",
        group=f"{api.name}, answers",
        label=ANY_STATUS if code == "default" else code,
        family=family(number or _number_of(code)),
        title=title,
        is_code=False,
        summary=_summary(meanings, len(operations)),
        at_fault=row.at_fault if row else "",
        effect=row.effect if row else "",
        retry=row.retry if row else "",
        what=_what(number, meanings) if number else title,
        causes=row.causes if row else (),
        fixes=row.fixes if row else (),
        returned_by=operations[:MOST_OPERATIONS],
        operations=len(operations),
        details=(*_told(meanings), *(_bodies(api, said) if code[0] in "45d" else ())),
        references=status_links(number),
        source=source,
        search_text=searchable(
            code, title, *meanings, *_schemas(said), api.name, *(f"{method} {path}" for method, path in operations)
        ),
        added=True,
    )


def _number_of(code: str) -> int:
    """The first status of a range; what comes by default is an error of either side."""
    return int(code[0]) * 100 if code[0].isdecimal() else 400


def _title(code: str, number: int) -> str:
    if number:
        return status.decode(number).reason
    return f"Any {_RANGES[code[0]]}" if code[0] in _RANGES else "Every other answer"


def _what(number: int, meanings: dict[str, int]) -> StatusMeaning:
    row = statuses().get(number)
    only = next(iter(meanings)) if len(meanings) == 1 else ""
    return replace(status.decode(number), api_meaning=only, reference=row.reference if row else None)


def _by_meaning(said: list[Said]) -> dict[str, int]:
    """How many operations mean the same; the most common first."""
    found: dict[str, int] = {}
    for answer, _ in said:
        found[answer.meaning] = found.get(answer.meaning, 0) + 1
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def _summary(meanings: dict[str, int], count: int) -> str:
    only = next(iter(meanings), "")
    if len(meanings) == 1 and only:
        return only
    operations = "1 operation answers" if count == 1 else f"{count} operations answer"
    return f"{operations} so." if len(meanings) == 1 else f"{operations} so, for {len(meanings)} different reasons."


def _told(meanings: dict[str, int]) -> tuple[tuple[str, str], ...]:
    """The different meanings, where there are several."""
    if len(meanings) < 2:
        return ()
    shown = [f"{_plain(text) or 'Without words'} ({count})" for text, count in list(meanings.items())[:_MOST_MEANINGS]]
    rest = len(meanings) - len(shown)
    return tuple(("Meanings", line) for line in (*shown, *([f"And {rest} more."] if rest > 0 else ())))


def _bodies(api: ApiCatalog, said: list[Said]) -> tuple[tuple[str, str], ...]:
    """The bodies of these answers, in words: the name of a shared schema, and the fields."""
    lines = []
    for key in _schemas(said)[:_MOST_MEANINGS]:
        fields = [_field(row) for row in api.answer_shapes.get(key, ()) if len(row.path) < 3]
        tail = f", and {len(fields) - _MOST_FIELDS} more" if len(fields) > _MOST_FIELDS else ""
        if fields:
            name = "" if " " in key else f"`{_plain(key)}`: "
            lines.append(("Body", f"{name}{', '.join(fields[:_MOST_FIELDS])}{tail}"))
    return tuple(lines)


def _schemas(said: list[Said]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(answer.schema for answer, _ in said if answer.schema))


def _field(row: FieldRow) -> str:
    values = f" ({', '.join(_plain(one) for one in row.values[:4])}{' …' if len(row.values) > 4 else ''})"
    return f"`{_plain(row.name)}`{values if row.values else ''}"


def _plain(text: str) -> str:
    return text.replace("`", "'")
