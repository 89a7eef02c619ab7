"""The form for a new subscription."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from app.core.forms import CreatingForm, RowField, as_choices, chosen
from app.feeds.models import Scope
from app.feeds.queries import partnerships_to_choose
from app.register.portfolio_queries import portfolio_names


class SubscriptionForm(CreatingForm):
    """Which meetings to have in one's own calendar."""

    scope = RadioField(
        _l("Welke agenda wilt u?"),
        [chosen()],
        choices=as_choices(
            [
                (Scope.MINE, _l("Mijn vergaderingen: waar ik heen ga of die ik voorbereid")),
                (Scope.DEADLINES, _l("Deadlines van annotaties die ik schrijf of lees")),
                (Scope.PARTNERSHIP, _l("Eén samenwerkingsverband")),
                (Scope.PORTFOLIO, _l("Eén portefeuille")),
                (Scope.ALL, _l("Alle vergaderingen die ik mag zien")),
            ]
        ),
        default=Scope.MINE,
        invalid_choice_message=_l("Kies een van de mogelijkheden in de lijst."),
    )
    partnership_id = RowField(_l("Samenwerkingsverband"))
    portfolio_id = RowField(_l("Portefeuille"))

    def offer(self) -> SubscriptionForm:
        """Fill the lists to choose from."""
        self.partnership_id.offer(partnerships_to_choose())
        self.portfolio_id.offer(portfolio_names())
        return self
