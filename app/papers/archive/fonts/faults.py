"""What can be wrong with a font program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class FontUnreadable(Exception):
    """The font program is not what it says it is."""


@contextmanager
def faults_named() -> Iterator[None]:
    """Turn whatever the reading of a broken program raises into FontUnreadable."""
    try:
        yield
    except (FontUnreadable, MemoryError):
        raise
    except Exception as error:  # a reader of fonts trips over broken ones in every way
        raise FontUnreadable(f"{type(error).__name__}: {error}") from error
