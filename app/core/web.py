"""The frame of every page: access check, language, headers, navigation, template words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    has_request_context,
    jsonify,
    redirect,
    request,
    session,
    url_for,
)
from flask_babel import Babel
from flask_login import current_user
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.exceptions import BadRequest, Unauthorized
from werkzeug.routing import BaseConverter, IntegerConverter, Map, ValidationError
from werkzeug.wrappers import Response as BaseResponse

from app.core import access, dates, markdown, masking, schema
from app.core.database import SAFE_METHODS, db
from app.core.errors import NotAllowed
from config import PAPERS_PER_UPLOAD, ROOT, Config

LANGUAGES = ("nl", "en")
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
MEGABYTE = 1024 * 1024
#: What somebody pastes must come back with a sentence of the form that says it is too long, not end
#: in an error page: five megabytes of text are up to three times as much on their way.
LARGEST_TEXTS = 32 * MEGABYTE

babel = Babel()
csrf = CSRFProtect()
frame = Blueprint("frame", __name__)


@dataclass(frozen=True)
class Place:
    """One word of the navigation: its label, endpoint, and the roles it is for (empty: all)."""

    label: Any
    endpoint: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NavigationItem:
    """One word of the navigation as the page shows it."""

    label: str
    url: str
    current: bool


class RowNumber(IntegerConverter):
    """A number in an address; one that no row can have leads nowhere (404)."""

    def __init__(self, map: Map, fixed_digits: int = 0) -> None:
        super().__init__(map, fixed_digits, max=2**31 - 1)


class Day(BaseConverter):
    """A day in an address: "2026-12-01"; one that does not exist leads nowhere (404)."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """The day of these digits."""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise ValidationError from None
        if not 2000 <= day.year < 2100:
            raise ValidationError
        return day

    def to_url(self, value: date) -> str:
        """The digits of a day."""
        return value.isoformat()


def init_app(app: Flask, config: Config, navigation: Sequence[Place]) -> None:
    """Set up everything around the views."""
    app.config.update(
        MAX_CONTENT_LENGTH=(config.max_paper_mb * PAPERS_PER_UPLOAD + 1) * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=LARGEST_TEXTS,
        MAX_FORM_PARTS=5000,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=config.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_TRANSLATION_DIRECTORIES=str(ROOT / "app" / "translations"),
    )
    masking.init_app(app)
    babel.init_app(app, locale_selector=choose_language, default_timezone="Europe/Amsterdam")
    app.before_request(_bound_body)  # before anything reads the body
    csrf.init_app(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        short_day=dates.short_day,
        short_day_number=dates.short_day_number,
        week_label=dates.week_label,
        full_day=dates.full_day,
        plain_day=dates.plain_day,
        plain_days=dates.plain_days,
        clock_time=dates.clock_time,
        short_moment=dates.short_moment,
        full_moment=dates.full_moment,
        month_name=dates.month_name,
        bare_month_name=dates.bare_month_name,
        weekday_name=dates.weekday_name,
        weekday_letters=dates.weekday_letters,
        weekday_and_day=dates.weekday_and_day,
        wall_time=dates.wall_time,
        days_in_words=dates.days_in_words,
        money=dates.money,
        rich_text=markdown.to_html,
    )
    app.url_map.converters["int"] = RowNumber
    app.url_map.converters["date"] = Day
    app.register_blueprint(frame)
    app.before_request(_guard)
    app.after_request(_harden)
    app.context_processor(lambda: _words_for_templates(navigation))


def choose_language() -> str:
    """The person's language, else the one chosen in this browser, else Dutch (also in commands)."""
    if not has_request_context():
        return "nl"
    chosen = session.get("language") or getattr(current_user, "language", None)
    return chosen if chosen in LANGUAGES else "nl"


def _bound_body() -> None:
    """Who is not signed in sends no papers: a large body is refused before it fills the disk.

    JSON, and a form without files, are read into memory as a whole: they may be as large as texts.
    """
    if request.method not in SAFE_METHODS and "_user_id" not in session:
        request.max_content_length = MEGABYTE
    elif request.is_json or request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = LARGEST_TEXTS


def _guard() -> BaseResponse | None:
    """Let nothing through that did not declare who may call it."""
    if request.method not in SAFE_METHODS:
        # spool the whole body before the first statement takes the write lock
        _ = request.get_data() if request.is_json else request.form
    if request.endpoint == "static":
        return None
    if any("\0" in value for value in request.args.values()):
        raise BadRequest
    if request.endpoint is None:
        return None  # no such address: Flask answers 404
    policy = access.policy_of(current_app.view_functions[request.endpoint])
    if policy is not None and policy.kind == "process":
        return None
    if not current_app.extensions.get("schema_checked"):
        schema.require()
        current_app.extensions["schema_checked"] = True
    roles = current_user.role_names if current_user.is_authenticated else None
    if access.admits(policy, roles):
        return None
    if roles is not None:
        raise NotAllowed
    if request.method not in SAFE_METHODS:
        raise Unauthorized
    wanted = request.full_path.rstrip("?")
    return redirect(url_for("people.sign_in", next=None if wanted == "/" else wanted))


def _harden(response: Response) -> Response:
    """Headers that close what a page does not need; no page with data stays in a cache."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "no-store")
    return response


def _words_for_templates(navigation: Sequence[Place]) -> dict[str, Any]:
    person = current_user if current_user.is_authenticated else None
    return {
        "current_person": person,
        "language": choose_language(),
        "navigation": _navigation(navigation) if person else [],
        "sample_mode": current_app.extensions.get("sample_mode", lambda: False)(),
        "municipality": current_app.config["MUNICIPALITY"],
    }


def _navigation(places: Sequence[Place]) -> list[NavigationItem]:
    here = (request.endpoint or "").split(".")[0]
    return [
        NavigationItem(
            str(place.label), url_for(place.endpoint), here == place.endpoint.split(".")[0]
        )
        for place in places
        if not place.roles or place.roles & current_user.role_names
    ]


def safe_next(target: str | None) -> str:
    """Where to go after signing in: only an address inside this application."""
    plain = target is not None and target.isprintable() and "\\" not in target
    if target and plain and target.startswith("/") and not target.startswith("//"):
        return target
    return url_for("home.start")


def asked_number(name: str) -> int:
    """A number from the query of the address; 0 for anything that no row can have."""
    digits = request.args.get(name, "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0


def public_root() -> str:
    """Where people reach this installation: PUBLIC_URL, else as this request came, else here."""
    known: str = current_app.config["PUBLIC_URL"]
    if known:
        return known
    if has_request_context():
        return request.root_url.rstrip("/")
    return f"http://127.0.0.1:{current_app.config['PORT']}"


@frame.post("/language")
@access.public
def choose() -> BaseResponse:
    """Read the application in the other language."""
    if request.form.get("language") in LANGUAGES:
        session["language"] = request.form["language"]
    return redirect(safe_next(request.form.get("next")))


@frame.get("/healthz")
@access.process
def healthz() -> BaseResponse:
    """Tell a supervisor that the process answers."""
    return jsonify(status="ok")


@frame.get("/readyz")
@access.process
def readyz() -> tuple[BaseResponse, int]:
    """Tell a supervisor whether this installation can work: database, migrations, disk, jobs."""
    checks: dict[str, Callable[[], str | None]] = current_app.extensions["readiness"]
    found = {name: check() for name, check in checks.items()}
    well = all(sentence is None for sentence in found.values())
    body = {name: sentence or "ok" for name, sentence in found.items()}
    facts = _facts() if found["migrations"] is None and found["database"] is None else {}
    db.session.rollback()
    status = "ok" if well else "not ready"
    return jsonify(status=status, checks=body, **facts), 200 if well else 503


def _facts() -> dict[str, str | None]:
    """What is good to know and makes nobody less ready: moments, by name."""
    facts: dict[str, Callable[[], datetime | None]] = current_app.extensions["readiness_facts"]
    found = {name: ask() for name, ask in facts.items()}
    return {name: moment.isoformat() if moment else None for name, moment in found.items()}


def rendered(html: str) -> Markup:
    """Mark html made by one of our own templates as such (for panels)."""
    return Markup(html)
