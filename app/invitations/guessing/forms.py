"""The form of a rule: when it holds, and where it points."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from app.core.forms import CreatingForm, EditingForm, Form, as_choices, filled, text_field
from app.invitations.guessing.actions import RuleDetails
from app.invitations.guessing.models import InvitationRule
from app.invitations.guessing.rules import Conditions
from app.meetings.models import Body

BODY, PARTNERSHIP = "body", "partnership"


class RuleFields(Form):
    """When a rule holds, and where it points."""

    sender = text_field(_l("Mailadres van de afzender"), length=254)
    sender_name = text_field(_l("Woorden in de naam van de afzender"))
    title = text_field(_l("Woorden in de titel"))
    place = text_field(_l("Woorden in de plaats"))
    target = SelectField(
        _l("Hoort bij"),
        [filled(_l("Kies waar de uitnodiging bij hoort."))],
    )

    def offer(self, bodies: list[Body], rule: InvitationRule | None = None) -> None:
        """Offer the bodies by partnership, each partnership as a whole first."""
        found: list[tuple[str, str]] = [("", _("Maak een keuze"))]
        seen: set[int] = set()
        if rule is not None and rule.body is not None and rule.body not in bodies:
            bodies = [rule.body, *bodies]
        for body in bodies:
            name = body.partnership.abbreviation or body.partnership.name
            if body.partnership_id not in seen:
                seen.add(body.partnership_id)
                whole = _("%(name)s: welk overleg zegt de titel", name=name)
                found.append((f"{PARTNERSHIP}-{body.partnership_id}", whole))
            found.append((f"{BODY}-{body.id}", f"{name} · {body.name}"))
        self.target.choices = as_choices(found)

    def details(self) -> RuleDetails:
        """What was filled in; an address as people write it loses what is around it."""
        sender = str(self.sender.data or "").strip().casefold()
        when = Conditions(
            sender=sender.removeprefix("mailto:").removeprefix("@").strip("<>"),
            sender_name=self.sender_name.data or "",
            title=self.title.data or "",
            place=self.place.data or "",
        )
        kind, _dash, number = str(self.target.data or "").partition("-")
        return RuleDetails(
            when,
            body_id=int(number) if kind == BODY else None,
            partnership_id=int(number) if kind == PARTNERSHIP else None,
        )


class NewRuleForm(RuleFields, CreatingForm):
    """A rule of one's own."""


class EditRuleForm(RuleFields, EditingForm):
    """A rule that is corrected."""


def facts_of(rule: InvitationRule) -> dict[str, str]:
    """What a form shows of a rule."""
    target = f"{BODY}-{rule.body_id}" if rule.body_id else f"{PARTNERSHIP}-{rule.partnership_id}"
    return {
        "sender": rule.sender,
        "sender_name": rule.sender_name,
        "title": rule.title,
        "place": rule.place,
        "target": target,
    }
