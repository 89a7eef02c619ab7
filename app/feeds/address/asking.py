"""What a program asks for: by which name, packed or not, and whether it has it already. Pure."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address

from werkzeug.http import parse_accept_header, parse_date, parse_etags

#: A name or number, an IPv6 number in brackets, and the port.
_HOST = re.compile(r"(?:([a-z0-9.-]{1,253})|\[([0-9a-f:.]+)\])(?::([1-9][0-9]{0,4}))?")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def reasonable_host(host: str) -> str | None:
    """How a server may be called, in small letters; None where nothing can have that name.

    Labels of at most 63 letters, digits and hyphens (RFC 1123, 2.1), a real port; a name that ends
    in a number must be an IPv4 number as a whole.
    """
    found = _HOST.fullmatch(host.lower())
    if found is None or int(found[3] or 80) > 65535:
        return None
    labels = (found[1] or "").split(".")
    try:
        if found[2] is not None:
            IPv6Address(found[2])
        elif labels[-1].isdecimal():
            IPv4Address(found[1])
        elif not all(map(_LABEL.fullmatch, labels)):
            return None
    except ValueError:
        return None
    return found[0]


def wants_packed(accept_encoding: str) -> bool:
    """Whether gzip is asked for, by name, and no less than bytes as they are (RFC 9110, 12.5.3).

    Who refuses those (`identity;q=0`) gets gzip for `*` too. Who takes nothing of what we have gets
    bytes as they are: a calendar that can be read does no harm, an error would.
    """
    asked = {name.lower(): quality for name, quality in parse_accept_header(accept_encoding)}
    anything = asked.get("*", 0)
    refused = asked.get("identity", anything if "*" in asked else 1) == 0
    packed = max(asked.get("gzip", 0), asked.get("x-gzip", 0))
    if refused and "gzip" not in asked:
        packed = max(packed, anything)
    return packed > 0 and (refused or packed >= asked.get("identity", 0))


def has_tag(if_none_match: str, tag: str) -> bool:
    """Whether a program holds what has this tag, in a list, weak or by `*` (RFC 9110, 13.1.2)."""
    return parse_etags(if_none_match).contains_weak(tag)


def has_since(if_modified_since: str, modified: int, now: int) -> bool:
    """Whether a program holds what is of this moment (13.1.3); one to come cannot be of ours."""
    try:
        since = parse_date(if_modified_since)
        seconds = since.timestamp() if since is not None else -1
    except (ValueError, OverflowError):
        return False
    return modified <= seconds <= max(modified, now)
