"""The document of an issued pack as JSON: kept in the store of files, and read back.

A document that an older program kept can be read for ever: what it does not name has the default
of today, and what it names beyond that is passed over.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import logging
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from markupsafe import Markup

from app.core import files
from app.packs.content.layout import PackDocument
from app.packs.models import Pack

MEDIA_TYPE = "application/json"

log = logging.getLogger(__name__)


def to_json(tree: Any) -> bytes:
    """A tree of plain values as JSON; equal trees give equal bytes."""
    plain = dataclasses.asdict(tree)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(tree: Any) -> str:
    """SHA-256 over a tree: equal means that it says the same.

    What has its default does not count: so a program that learns to say more finds that what it
    made before still says the same.
    """
    plain = json.dumps(_said(tree), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _said(value: Any) -> Any:
    """A tree without the fields that have their default."""
    if isinstance(value, tuple):
        return [_said(one) for one in value]
    if not dataclasses.is_dataclass(value):
        return value
    fields = ((one, getattr(value, one.name)) for one in dataclasses.fields(value))
    return {one.name: _said(held) for one, held in fields if held != _default_of(one)}


def _default_of(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def document_from(content: bytes) -> PackDocument:
    """The document that `to_json` made; raises ValueError where it is none."""
    return cast(PackDocument, _as_tree(PackDocument, json.loads(content)))


def kept_document(pack: Pack) -> PackDocument | None:
    """What an issued pack shows; None where no document was kept that can be read."""
    if pack.document is None:
        return None
    try:
        return document_from(files.read(pack.document))
    except (ValueError, FileNotFoundError):
        log.exception("the document of pack %s cannot be read", pack.id)
        return None


def _as_tree(kind: Any, plain: Any) -> Any:
    if not isinstance(plain, dict):
        raise ValueError(f"no {kind.__name__}")
    hints = _hints(kind)
    values = {name: _value(hints[name], plain[name]) for name in hints if name in plain}
    for field in dataclasses.fields(kind):
        if field.name not in values and _is_required(field):
            values[field.name] = _nothing(hints[field.name], kind)
    return kind(**values)


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is field.default_factory is dataclasses.MISSING


def _nothing(hint: Any, kind: Any) -> Any:
    """What stands for a value that an older program did not keep: empty text, zero, no rows."""
    if get_origin(hint) is tuple:
        return ()
    if get_origin(hint) in (Union, UnionType):
        return None
    if hint in (str, int, float, bool, Markup):
        return hint()
    raise ValueError(f"no whole {kind.__name__}")


@lru_cache(maxsize=64)
def _hints(kind: Any) -> dict[str, Any]:
    known = get_type_hints(kind)
    return {field.name: known[field.name] for field in dataclasses.fields(kind)}


def _value(hint: Any, plain: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        kinds = [one for one in get_args(hint) if one is not NoneType]
        return None if plain is None else _value(kinds[0], plain)
    if get_origin(hint) is tuple:
        (inner, *_rest) = get_args(hint)
        return tuple(_value(inner, one) for one in plain)
    if dataclasses.is_dataclass(hint):
        return _as_tree(hint, plain)
    if isinstance(hint, type) and issubclass(hint, Enum | Markup):
        return hint(plain)
    return plain
