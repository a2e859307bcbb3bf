"""Sizes and durations in the words the window uses: units with a space, SI steps."""


def size_text(size_bytes: int) -> str:
    """ "624 B", "1.2 KB", "34 MB"."""
    if size_bytes < 1000:
        return f"{size_bytes} B"
    value, units = size_bytes / 1000, ["TB", "GB", "MB", "KB"]
    unit = units.pop()
    while value >= 999.5 and units:
        value, unit = value / 1000, units.pop()
    return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"


def duration_text(duration_s: float) -> str:
    """ "0.4 ms", "38 ms", "1.2 s", "2 min 5 s"."""
    milliseconds = duration_s * 1000
    if milliseconds < 1:
        return f"{milliseconds:.1f} ms" if milliseconds >= 0.05 else "0 ms"
    if milliseconds < 999.5:
        return f"{milliseconds:.0f} ms"
    if duration_s < 60:
        return f"{duration_s:.1f} s" if duration_s < 9.95 else f"{duration_s:.0f} s"
    minutes, seconds = divmod(round(duration_s), 60)
    if minutes < 60:
        return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"
