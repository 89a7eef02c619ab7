"""Pages of the register in and out: sending a file, its preview, and taking the register away."""

from __future__ import annotations

from typing import IO, cast

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response as BaseResponse

from app.core import access, clock
from app.core.database import db
from app.core.errors import RuleBroken
from app.core.forms import create_once
from app.register.permissions import EDITORS
from app.register.queries import asked_filters, filters_of, our_municipality
from app.transfer import uploads
from app.transfer.comparing import Comparison, Result, Row
from app.transfer.exporting import MEDIA_TYPES, export
from app.transfer.forms import PreviewForm, SendForm, name_of, preview_form
from app.transfer.models import ImportState, RegisterImport
from app.transfer.queries import UNDER_WAY, get_import, imports_of
from app.transfer.telling import reasons_of
from app.transfer.words import FORMATS, PERCENT, RESULTS, STATES

transfer = Blueprint("transfer", __name__)
Answer = BaseResponse | tuple[str, int]
#: So many rows of each kind stand on the page.
SHOWN = 500


@transfer.get("/partnerships/import")
@access.roles(*EDITORS)
def choose_file() -> str:
    """See the form for sending a file, and what was sent before."""
    ours = our_municipality()
    form = SendForm(
        data={"municipality": ours.name if ours else current_app.config["MUNICIPALITY"]}
    )
    return _send_page(form)


@transfer.post("/partnerships/import")
@access.roles(*EDITORS)
def send_file() -> Answer:
    """Send a file; small ones are read at once, others by the worker."""
    form = SendForm()
    made: list[int] = []
    try:
        if form.validate_on_submit():
            upload = form.file.data
            if not upload:
                raise RuleBroken(_("Kies een bestand."), "file")
            with upload.stream:
                content = uploads.packed(cast(IO[bytes], upload.stream))

            def create() -> str:
                row = uploads.send(
                    content, upload.filename or "", form.municipality.data, current_user
                )
                made.append(row.id)
                return url_for("transfer.show_import", import_id=row.id)

            url = create_once(form, current_user.id, create)
            if made and content[2] <= uploads.AT_ONCE:
                uploads.read_import(made[0])
            return redirect(url)
    except RuleBroken as error:
        db.session.rollback()
        form.show(error)
    return _send_page(form), 422


def _send_page(form: SendForm) -> str:
    return render_template(
        "transfer/choose_file.html", form=form, imports=imports_of(current_user), states=STATES
    )


@transfer.get("/partnerships/imports/<int:import_id>")
@access.roles(*EDITORS)
def show_import(import_id: int) -> str:
    """Follow the reading of a file, see what it would do, or what it did."""
    row = get_import(import_id, current_user)
    if row.state != ImportState.PREVIEW:
        return render_template(
            "transfer/show_import.html",
            row=row,
            under_way=row.state in UNDER_WAY,
            percent=PERCENT.get(row.state, 100),
            states=STATES,
            results=RESULTS,
        )
    comparison, _register = uploads.compared(row)
    return _preview_page(row, comparison, _form_of(row, comparison))


def _form_of(row: RegisterImport, comparison: Comparison) -> PreviewForm:
    return preview_form(_asked(comparison), row.answers, row.end_missing)


def _asked(comparison: Comparison) -> list[Row]:
    """The rows that are a question, answered or not."""
    return [row for row in comparison.rows if row.candidates]


def _preview_page(row: RegisterImport, comparison: Comparison, form: PreviewForm) -> str:
    form.seen.data = uploads.fingerprint(comparison)
    shown: dict[str, list[tuple[Row, list[str]]]] = {}
    for result in (Result.NEW, Result.CHANGED, Result.UNCHANGED):
        found = [one for one in comparison.rows if one.result is result][:SHOWN]
        shown[result.value] = [(one, reasons_of(one)) for one in found]
    return render_template(
        "transfer/preview.html",
        row=row,
        comparison=comparison,
        counts=comparison.counts,
        shown=shown,
        asked=[(one, form[name_of(one)], reasons_of(one)) for one in _asked(comparison)],
        form=form,
        results=RESULTS,
        most=SHOWN,
        can_end=any(one.missing for one in comparison.rows),
    )


@transfer.get("/partnerships/imports/<int:import_id>/progress")
@access.roles(*EDITORS)
def show_progress(import_id: int) -> BaseResponse:
    """Tell the page how far the reading is, for browsers with script."""
    row = get_import(import_id, current_user)
    return jsonify(
        percent=PERCENT.get(row.state, 100),
        text=str(STATES[row.state]),
        done=row.state not in UNDER_WAY,
        url=url_for("transfer.show_import", import_id=row.id),
    )


@transfer.post("/partnerships/imports/<int:import_id>")
@access.roles(*EDITORS)
def decide(import_id: int) -> Answer:
    """Answer the questions of a file, or put it into the register as it was shown."""
    here = url_for("transfer.show_import", import_id=import_id)
    row = get_import(import_id, current_user, for_update=True)
    if row.state == ImportState.SAVED:
        return redirect(here)
    comparison, _register = uploads.compared(row)
    form = _form_of(row, comparison)
    if not form.validate_on_submit():
        return _preview_page(row, comparison, form), 422
    try:
        answers = form.answers(_asked(comparison))
        changed = uploads.answer(row, answers, form.end_missing.data, current_user)
        if changed or "save" not in request.form:
            db.session.commit()
            flash(_("Uw keuzes zijn verwerkt. Bekijk wat het inlezen nu doet."), "success")
            return redirect(here)
        uploads.save(row, str(form.seen.data), current_user)
        db.session.commit()
    except (RuleBroken, StaleDataError, IntegrityError) as error:
        return _again(import_id, error)
    flash(_("Het bestand is ingelezen."), "success")
    return redirect(here)


def _again(import_id: int, error: Exception) -> Answer:
    """The preview as it is now, with why nothing was saved."""
    db.session.rollback()
    row = get_import(import_id, current_user)
    comparison, _register = uploads.compared(row)
    form = _form_of(row, comparison)
    message = error.message if isinstance(error, RuleBroken) else _changed_meanwhile()
    form.form_errors.append(message)
    return _preview_page(row, comparison, form), 409


def _changed_meanwhile() -> str:
    return _(
        "Iemand anders wijzigde op hetzelfde moment het register. Er is niets opgeslagen. Bekijk "
        "het voorbeeld opnieuw en lees dan in."
    )


@transfer.post("/partnerships/imports/<int:import_id>/discard")
@access.roles(*EDITORS)
def discard_import(import_id: int) -> BaseResponse:
    """Throw a file away without putting it into the register."""
    uploads.discard(get_import(import_id, current_user, for_update=True), current_user)
    db.session.commit()
    flash(_("Het bestand is weggegooid. Het register is niet gewijzigd."), "success")
    return redirect(url_for("transfer.choose_file"))


@transfer.get("/partnerships/export")
@access.signed_in
def choose_format() -> str:
    """Choose as what kind of file to take the list away, filtered as it was."""
    query = asked_filters(request.args)
    return render_template(
        "transfer/choose_format.html",
        formats=[
            (label, url_for("transfer.export_file", format=kind, **query))
            for kind, label in FORMATS.items()
        ],
        filtered=filters_of(query).any_set,
        list_url=url_for("register.list_partnerships", **query),
    )


@transfer.get("/partnerships/export/file")
@access.signed_in
def export_file() -> Response | BaseResponse:
    """Take the list of partnerships away as a file."""
    kind = request.args.get("format", "")
    if kind not in MEDIA_TYPES:
        return redirect(url_for("transfer.choose_format", **asked_filters(request.args)))
    content = export(kind, filters_of(asked_filters(request.args)), clock.today())
    response = Response(content, mimetype=MEDIA_TYPES[kind])
    name = f"samenwerkingsverbanden-{clock.today().isoformat()}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
