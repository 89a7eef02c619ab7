"""The form with which somebody who reads a pack says what is to be discussed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from app.core.forms import Form, at_most

#: As long as a remark on a note may be.
WORD_LENGTH = 4000


class DiscussForm(Form):
    """A word along with it, which may be left out."""

    words = TextAreaField(
        _l("Waarover wilt u het hebben?"), [at_most(WORD_LENGTH)], render_kw={"rows": 3}
    )
