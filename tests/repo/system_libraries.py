"""Says in one sentence which system library Qt misses, before the tests would end in a stack of import errors."""

import sys


def main() -> int:
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        print(
            f"A system library that Qt needs is missing ({error}). On Debian and Ubuntu: "
            "apt install libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
