"""Pages of mails: what was sent to whom, what is uncertain, and the text of one."""

from __future__ import annotations

from email import message_from_bytes, policy

from flask import Response as FileResponse
from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.administration.accounts_views import actor
from app.administration.views import administration
from app.core import access
from app.core.database import db
from app.core.errors import NotFound
from app.messages import folder, queries, sending
from app.messages.composing import called, compose
from app.messages.models import Mail, MailState


@administration.get("/mail")
@access.roles("administrator")
def list_mails() -> str:
    """See every mail, the newest first, or only those in one state."""
    counts = queries.count_mails()
    wanted = request.args.get("state", "")
    state = wanted if wanted in list(MailState) else ""
    total = counts.get(state, 0) if state else sum(counts.values())
    page = min(max(1, request.args.get("page", 1, type=int)), queries.pages_of(total))
    found = queries.list_mails(page, state)
    first = (page - 1) * queries.PAGE_SIZE + 1
    last = first + len(found) - 1
    return render_template(
        "administration/list_mails.html",
        mails=[(mail, called(mail.messages)) for mail in found],
        counts=counts,
        state=state,
        states=list(MailState),
        in_folder=not current_app.config["SMTP_URL"],
        undecided=sending.UNDECIDED,
        first=first,
        last=last,
        total=total,
        previous_url=_page_url(page - 1, state) if page > 1 else "",
        next_url=_page_url(page + 1, state) if last < total else "",
    )


def _page_url(page: int, state: str) -> str:
    return url_for("administration.list_mails", page=page, state=state or None)


@administration.get("/mail/<int:mail_id>")
@access.roles("administrator")
def show_mail(mail_id: int) -> str:
    """Read a mail as it was sent, or as it would be sent now."""
    mail = queries.get_mail(mail_id)
    content = _content(mail)
    message = content and message_from_bytes(content, policy=policy.default)
    return render_template(
        "administration/show_mail.html",
        mail=mail,
        subject=message["Subject"] if message else "",
        text=message.get_content() if message else "",
        undecided=sending.UNDECIDED,
    )


@administration.get("/mail/<int:mail_id>/download")
@access.roles("administrator")
def download_mail(mail_id: int) -> FileResponse:
    """Take a mail along as the file that mail programs open."""
    mail = queries.get_mail(mail_id)
    content = _content(mail)
    if content is None:
        raise NotFound
    response = FileResponse(content, mimetype="message/rfc822")
    name = folder.path_of(mail.message_id).name
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@administration.post("/mail/<int:mail_id>/send-again")
@access.roles("administrator")
def send_mail_again(mail_id: int) -> Response:
    """Send a mail of which it is not known that it arrived."""
    sending.send_again(mail_id, actor())
    db.session.commit()
    flash(_("De mail wordt opnieuw verstuurd."), "success")
    return redirect(url_for("administration.list_mails"))


@administration.post("/mail/<int:mail_id>/count-as-sent")
@access.roles("administrator")
def count_mail_as_sent(mail_id: int) -> Response:
    """Let a mail be: it arrived after all, or need not any more."""
    sending.count_as_sent(mail_id, actor())
    db.session.commit()
    flash(_("De mail geldt als verstuurd."), "success")
    return redirect(url_for("administration.list_mails"))


def _content(mail: Mail) -> bytes | None:
    """The file in the folder, else the mail as its rows say; None where nothing is left to tell."""
    kept = folder.find(mail.message_id)
    if kept is not None:
        return kept
    return bytes(compose(mail)) if any(one.settled_at is None for one in mail.messages) else None
