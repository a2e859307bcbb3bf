"""The only code that knows where ``resources/`` lies: in a checkout, in a wheel, or in a frozen build."""

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def root() -> Path:
    """The folder that holds catalogs/, icons/, style/, examples/ and help/."""
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def path(name: str) -> Path:
    """The file or folder ``name`` (forward slashes) below resources/."""
    return root() / name


def text(name: str) -> str:
    """The UTF-8 text of a resource; raises FileNotFoundError when it is missing."""
    return path(name).read_text(encoding="utf-8")
