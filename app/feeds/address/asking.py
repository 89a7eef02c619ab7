"""What a program asks for: packed or not, and whether it has the calendar already. Pure."""

from __future__ import annotations

from werkzeug.http import parse_accept_header, parse_date, parse_etags


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
