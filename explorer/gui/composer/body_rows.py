"""Form fields and multipart parts as table rows, and back."""

from explorer.core.model.request import FormField, Part
from explorer.gui.widgets.key_value_rows import Row


def row_of_field(field: FormField) -> Row:
    return Row(name=field.name, value=field.value, enabled=field.enabled, description=field.description)


def field_of_row(row: Row) -> FormField:
    return FormField(name=row.name, value=row.value, enabled=row.enabled, description=row.description)


def row_of_part(part: Part) -> Row:
    """A part with a path is a file; its text value, if it has one too, waits behind the path."""
    is_file = bool(part.file_path)
    return Row(
        name=part.name,
        value=part.file_path if is_file else part.value,
        other_value=part.value if is_file else part.file_path,
        is_file=is_file,
        enabled=part.enabled,
        description=part.description,
        note=part.content_type,
    )


def part_of_row(row: Row) -> Part:
    return Part(
        name=row.name,
        value=row.other_value if row.is_file else row.value,
        file_path=row.value if row.is_file else "",
        content_type=row.note,
        enabled=row.enabled,
        description=row.description,
    )
