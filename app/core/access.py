"""Default deny: every view declares who may call it, and an undeclared one is never called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.core.errors import NotFound

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Policy:
    """Who may call a view: everyone, the bearer of a token, or people signed in with a role."""

    kind: str
    roles: frozenset[str] = frozenset()


_policies: dict[Callable[..., Any], Policy] = {}


def _declare(policy: Policy) -> Callable[[View], View]:
    def mark(view: View) -> View:
        _policies[view] = policy
        return view

    return mark


def public(view: View) -> View:
    """Everyone may call this view, signed in or not."""
    return _declare(Policy("public"))(view)


def process(view: View) -> View:
    """For supervisors of the process: answers also while the database is away."""
    return _declare(Policy("process"))(view)


def by_token(view: View) -> View:
    """Whoever holds the token in the address; the view itself checks it."""
    return _declare(Policy("token"))(view)


def signed_in(view: View) -> View:
    """Everyone with an account; which objects is up to the room's `visible_to`."""
    return _declare(Policy("signed_in"))(view)


def roles(*names: str) -> Callable[[View], View]:
    """People signed in with at least one of these roles."""
    return _declare(Policy("roles", frozenset(names)))


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """The declared policy of a view, if it has one."""
    return _policies.get(view)


def admits(policy: Policy | None, person_roles: frozenset[str] | None) -> bool:
    """Whether someone with these roles (None: nobody signed in) may call a view."""
    if policy is None:
        return False
    if policy.kind in ("public", "token", "process"):
        return True
    if person_roles is None:
        return False
    return policy.kind == "signed_in" or bool(policy.roles & person_roles)


def require(condition: bool) -> None:
    """Answer as if the thing did not exist, unless the condition holds."""
    if not condition:
        raise NotFound
