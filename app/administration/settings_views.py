"""Pages of what holds for the whole application: limits and terms, and the texts of mails."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.administration.accounts_views import actor
from app.administration.settings_actions import change_settings, settings_version
from app.administration.settings_forms import MailTextForm, SettingsForm
from app.administration.views import administration
from app.core import access, settings
from app.core.database import db
from app.core.errors import NotFound
from app.core.submission import Outcome, submit_edit
from app.core.web import LANGUAGES
from app.messages import composing, texts

Answer = Response | str | tuple[str, int]


@administration.get("/settings")
@administration.post("/settings")
@access.roles("administrator")
def edit_settings() -> Answer:
    """Choose limits and terms."""
    form = SettingsForm(data={**settings.chosen_values(), "version": settings_version()})
    done = submit_edit(
        form,
        lambda: change_settings(actor(), form.values(), form.seen_version),
        url_for("administration.edit_settings"),
        lambda: (_stored_settings(), settings_version()),
    )
    if done.url:
        flash(_("De grenzen en termijnen zijn opgeslagen."), "success")
        return redirect(done.url)
    page = render_template(
        "administration/settings.html",
        form=form,
        settings=settings.SETTINGS,
        differences=done.differences,
    )
    return page, done.status


def _stored_settings() -> dict[str, int | None]:
    settings.forget()
    chosen = settings.chosen_values()
    return {setting.key: chosen.get(setting.key) for setting in settings.SETTINGS}


@administration.get("/mail-texts")
@access.roles("administrator")
def mail_texts() -> str:
    """See which mails have a wording of their own."""
    return render_template(
        "administration/mail_texts.html",
        kinds=texts.KINDS,
        languages=LANGUAGES,
        own=texts.own_texts(),
    )


@administration.get("/mail-texts/edit")
@administration.post("/mail-texts/edit")
@access.roles("administrator")
def edit_mail_text() -> Answer:
    """Word a kind of mail otherwise, and see first what it becomes."""
    kind, language = _asked()
    row = texts.find_text(kind, language)
    present = texts.texts_for(kind, language)
    form = MailTextForm(data={**vars(present), "version": row.version if row else 0})
    if request.form.get("preview"):
        done = Outcome(status=200 if form.validate() else 422)
    else:
        done = submit_edit(
            form,
            lambda: texts.word_otherwise(actor(), kind, language, form.texts(), form.seen_version),
            url_for("administration.mail_texts"),
            lambda: _stored_text(kind, language),
        )
    if done.url:
        flash(_("De tekst is opgeslagen. Nieuwe mails krijgen haar."), "success")
        return redirect(done.url)
    page = render_template(
        "administration/edit_mail_text.html",
        form=form,
        kind=kind,
        language=language,
        kinds=texts.KINDS,
        placeholders=texts.PLACEHOLDERS,
        is_own=row is not None and row.subject is not None,
        differences=done.differences,
        example=None if form.errors else _example(language, form.texts()),
    )
    return page, done.status


@administration.post("/mail-texts/reset")
@access.roles("administrator")
def reset_mail_text() -> Response:
    """Go back to the usual wording of a kind of mail."""
    kind, language = _asked()
    texts.word_as_usual(actor(), kind, language)
    db.session.commit()
    flash(_("De gewone tekst geldt weer."), "success")
    return redirect(url_for("administration.mail_texts"))


def _asked() -> tuple[str, str]:
    """The kind and language that the address names; raises NotFound."""
    kind, language = request.args.get("kind", ""), request.args.get("language", "")
    if kind not in texts.KINDS or language not in LANGUAGES:
        raise NotFound
    return kind, language


def _stored_text(kind: str, language: str) -> tuple[dict[str, str], int]:
    row = texts.find_text(kind, language)
    return vars(texts.texts_for(kind, language)), row.version if row else 0


def _example(language: str, wanted: texts.Texts) -> dict[str, str]:
    """A mail to the administrator with these texts, as it would arrive; it is never sent."""
    sentence = texts.example(language)
    around = texts.filled(wanted, sentence, actor().name)
    url = url_for("messages.list_messages")
    return {"subject": around.subject, "body": composing.example(sentence, url, around)}
