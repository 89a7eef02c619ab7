"""The application: configuration, extensions, and the list of rooms. The table of contents."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l
from werkzeug.middleware.proxy_fix import ProxyFix

from app.administration import accounts_views as _accounts_views
from app.administration import commands as administration_commands
from app.administration import figures
from app.administration import mail_views as _mail_views
from app.administration import serving_views as _serving_views
from app.administration import settings_views as _settings_views
from app.administration import team_lead_views as _team_lead_views
from app.administration import views as administration
from app.administration.backup import commands as backup_commands
from app.administration.backup import daily as _daily
from app.administration.backup import history as backup_history
from app.administration.sample import commands as sample_commands
from app.briefings import following as briefings_following
from app.briefings import models as _briefings
from app.briefings import past_views as _past_views
from app.briefings import search_sources as briefings_search
from app.briefings import settled as briefings_settled
from app.briefings import sharing_views as _sharing_views
from app.briefings import talk_views as _talk_views
from app.briefings import views as briefings
from app.briefings import week_ahead as briefings_week_ahead
from app.briefings import workflow_page
from app.briefings import writing_views as _writing_views
from app.briefings.advice import views as _advice_views
from app.briefings.chain import following as chain_following
from app.briefings.deciding import views as _deciding_views
from app.briefings.drafts import views as _draft_views
from app.briefings.granting import views as _granting_views
from app.briefings.positions import models as _positions
from app.briefings.positions import views as _position_views
from app.briefings.speaking import views as _speaking_views
from app.briefings.steers import views as _steers_views
from app.briefings.word import views as _word_views
from app.core import (
    assets,
    changes,
    clock,
    database,
    error_pages,
    forms,
    jobs,
    journal,
    metrics,
    panels,
    recorder,
    schema,
    settings,
    space,
    web,
)
from app.core.jobs import models as job_models
from app.core.search import commands as search_commands
from app.core.search import sources as search_sources
from app.core.search import views as search
from app.days import several_views as _several_days_views
from app.days import views as days
from app.feeds import commands as feeds_commands
from app.feeds import views as feeds
from app.feeds.address import reading_views as feeds_reading
from app.feeds.content import rendered
from app.followup import debrief_views as _debrief_views
from app.followup import finishing
from app.followup import permissions as followup_permissions
from app.followup import views as followup
from app.handover import views as handover
from app.help import views as help_views
from app.home import views as home
from app.insight import reminding as _reminding
from app.insight import settled as insight_settled
from app.insight import views as insight
from app.invitations import blueprint as invitations
from app.invitations import commands as invitations_commands
from app.invitations import list_views as _invitation_list_views
from app.invitations import models as _invitations
from app.invitations import views as _invitation_views
from app.invitations.guessing import views as _rule_views
from app.meetings import agenda_views as _agenda_views
from app.meetings import attendance_views as _attendance_views
from app.meetings import body_views as _body_views
from app.meetings import commands as meetings_commands
from app.meetings import following, paper_copies, revising
from app.meetings import list_views as _list_views
from app.meetings import outcome_views as _outcome_views
from app.meetings import paper_reading_views as _paper_reading_views
from app.meetings import paper_version_views as _paper_version_views
from app.meetings import paper_views as _paper_views
from app.meetings import placing_views as _placing_views
from app.meetings import planning_views as _planning_views
from app.meetings import search_sources as meetings_search
from app.meetings import settled as meetings_settled
from app.meetings import views as meetings
from app.meetings import words as meetings_words
from app.meetings.agenda_paste import views as _agenda_paste_views
from app.messages import attention as messages_attention
from app.messages import counting as messages_counting
from app.messages import enclosing as messages_enclosing
from app.messages import outbox as _outbox
from app.messages import preference_views as _preference_views
from app.messages import views as messages
from app.messages import week_ahead as _week_ahead
from app.packs import commands as packs_commands
from app.packs import following as packs_following
from app.packs import period_views as _pack_period_views
from app.packs import settled as packs_settled
from app.packs import views as packs
from app.packs import week_ahead as packs_week_ahead
from app.packs.batch import telling as _print_telling
from app.packs.batch import views as _print_views
from app.packs.issuing import reminding as _pack_reminding
from app.packs.issuing import tidying as _pack_tidying
from app.packs.reading import views as _pack_reading_views
from app.packs.sharing import enclosing as packs_enclosing
from app.packs.sharing import views as _pack_sharing_views
from app.papers import preparing as _preparing
from app.people import absence_views as _absence_views
from app.people import acting, deeds, sessions
from app.people import acting_views as _acting_views
from app.people import commands as people_commands
from app.people import me_views as _me_views
from app.people import substitution_views as _substitution_views
from app.people import views as people
from app.places import MARKS, PANELS, QUESTIONS
from app.register import blueprint as register
from app.register import portfolio_models as _portfolios
from app.register import search_sources as register_search
from app.register import views as _register_views
from app.schedules import views as schedules
from app.schedules.year import views as _year_views
from app.staff_meetings import series_views as _staff_series_views
from app.staff_meetings import views as staff_meetings
from app.transfer import commands as transfer_commands
from app.transfer import models as _transfer
from app.transfer import views as transfer
from config import ROOT, Config

BLUEPRINTS = (
    people.people,
    days.days,
    messages.messages,
    register.register,
    transfer.transfer,
    meetings.meetings,
    briefings.briefings,
    handover.handover,
    staff_meetings.staff_meetings,
    followup.followup,
    packs.packs,
    feeds.feeds,
    schedules.schedules,
    invitations.invitations,
    insight.insight,
    home.home,
    help_views.help_pages,
    administration.administration,
    search.search,
    metrics.metrics,
)
#: Modules that add pages to a blueprint above.
PAGES = (
    _several_days_views,
    _me_views,
    _absence_views,
    _substitution_views,
    _acting_views,
    _list_views,
    _planning_views,
    _agenda_views,
    _agenda_paste_views,
    _outcome_views,
    _paper_version_views,
    _paper_views,
    _paper_reading_views,
    _placing_views,
    _attendance_views,
    _body_views,
    _writing_views,
    _word_views,
    _draft_views,
    _past_views,
    _talk_views,
    _position_views,
    _steers_views,
    _deciding_views,
    _advice_views,
    _granting_views,
    _speaking_views,
    _sharing_views,
    _staff_series_views,
    _debrief_views,
    _pack_reading_views,
    _pack_sharing_views,
    _print_telling,
    _print_views,
    _accounts_views,
    _team_lead_views,
    _serving_views,
    _settings_views,
    _mail_views,
    _preference_views,
    _register_views,
    _pack_period_views,
    _invitation_list_views,
    _invitation_views,
    _rule_views,
    _year_views,
)
#: Words of the navigation, in order; `roles` narrows who sees one.
NAVIGATION = (
    web.Place(_l("Vandaag"), "home.start"),
    web.Place(_l("Vergaderingen"), "meetings.list_meetings"),
    web.Place(_l("Samenwerkingsverbanden"), "register.list_partnerships"),
    web.Place(_l("Acties"), "followup.list_actions", frozenset(followup_permissions.READERS)),
    web.Place(_l("Overzicht"), "insight.show_field", frozenset({"secretary", "coordinator"})),
    web.Place(_l("Beheer"), "administration.start", frozenset({"administrator"})),
)
#: What can be found by searching (see app.core.search), in the order of equal groups.
SOURCES = (
    register_search.partnerships,
    register_search.organisations,
    meetings_search.bodies,
    meetings_search.meetings,
    meetings_search.items,
    briefings_search.notes,
    meetings_search.papers,
)
#: Which messages need nobody any more, by what they are about (see app.messages.attention).
SETTLED: dict[str, messages_attention.Question] = {
    "meeting": meetings_settled.settled_messages,
    "paper": meetings_settled.about_papers,
    "note": briefings_settled.about_notes,
    "step": briefings_settled.about_recorded_steps,
    "advice": briefings_settled.about_advice,
    "pack": packs_settled.settled_messages,
    "week_ahead": messages_counting.settled_messages,
    "debt": insight_settled.settled_messages,
}
#: What can go along with a mail as a file, by what it is about (see app.messages.enclosing).
ENCLOSURES: dict[str, messages_enclosing.Giver] = {"pack": packs_enclosing.enclosed_packs}
#: What is counted for the week ahead of an alderman, in order (see app.messages.counting).
COUNTERS: dict[str, messages_counting.Counter] = {
    "words": briefings_week_ahead.waiting_notes,
    "packs": packs_week_ahead.ready_packs,
}
#: The rooms that follow a meeting when it moves or is cancelled (see app.meetings.following).
FOLLOWERS = (briefings_following.FOLLOWER, chain_following.FOLLOWER, packs_following.FOLLOWER)
#: Groups of commands: `flask <group> <command>`.
COMMANDS = (
    people_commands.people_commands,
    meetings_commands.meetings_commands,
    packs_commands.packs_commands,
    feeds_commands.feeds_commands,
    search_commands.search_commands,
    workflow_page.docs_commands,
    transfer_commands.register_commands,
    invitations_commands.invitations_commands,
    administration_commands.check_command,
    administration_commands.worker_command,
    backup_commands.backup_commands,
    sample_commands.sample_commands,
)
#: Schedules that no view has brought in.
JOBS = (_daily, _outbox, _pack_reminding, _pack_tidying, _preparing, _reminding, _week_ahead)
#: Tables that no view has brought in yet are part of the database all the same.
TABLES = (
    job_models,
    journal,
    forms,
    settings,
    _briefings,
    _positions,
    _portfolios,
    _transfer,
    _invitations,
)


def create_app(config: Config | None = None) -> Flask:
    """Build the application from a configuration (by default that of the environment)."""
    config = config or Config.from_environment()
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.config.update(
        SECRET_KEY=config.secret_key,
        MUNICIPALITY=config.municipality,
        DATA_DIR=str(config.data_dir),
        FILES_URL=config.files_url,
        PUBLIC_URL=config.public_url,
        PORT=config.port,
        LOOPBACK_ONLY=config.loopback_only,
        MAX_PAPER_MB=config.max_paper_mb,
        SMTP_URL=config.smtp_url,
        MAIL_FROM=config.mail_from,
        WORKER_ID=config.worker_id,
        BACKUP_DIR=config.backup_dir and str(config.backup_dir),
        BACKUP_KEEP=config.backup_keep,
        METRICS=config.metrics,
        METRICS_TOKEN=config.metrics_token,
    )
    if config.fixed_now is not None:
        clock.stop_at(config.fixed_now)
    feeds_reading.init_app(app)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        # Flask's own way to wrap itself; types cannot say that a method may be replaced
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    database.init_app(app, config)
    sessions.init_app(app)
    acting.init_app(app)
    deeds.init_app(app)
    web.init_app(app, config, NAVIGATION)
    assets.init_app(app)
    panels.init_app(app, PANELS, MARKS, QUESTIONS)
    following.init_app(app, FOLLOWERS)
    paper_copies.init_app(app)
    finishing.init_app(app)
    messages_attention.init_app(app, SETTLED)
    messages_enclosing.init_app(app, ENCLOSURES)
    messages_counting.init_app(app, COUNTERS)
    search_sources.init_app(app, SOURCES, meetings_words.LEVELS)
    revising.init_app(app)
    changes.init_app(app)
    recorder.init_app(app)
    rendered.init_app(app)
    error_pages.init_app(app)
    help_views.init_app(app)
    app.extensions["readiness"] = {
        "database": schema.away,
        "migrations": schema.behind,
        "disk": space.problem,
        "jobs": jobs.problem,
    }
    app.extensions["readiness_facts"] = {"last_backup": backup_history.last_backup}
    app.extensions["figures"] = figures.FIGURES
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for group in COMMANDS:
        app.cli.add_command(group)
    return app
