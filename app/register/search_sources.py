"""What search finds of the register: partnerships and organisations, which everyone may read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import select, true
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.database import db
from app.core.search.sources import Row, Shown, Source, Watch, ids_of
from app.register import words
from app.register.models import (
    Organisation,
    Partnership,
    PartnershipArea,
    PartnershipReason,
    PolicyArea,
)
from app.register.overview import statuses_on

#: The texts of a partnership in the order of its page.
TEXTS = (
    *("purpose", "goal", "ambition", "strategy", "form", "alignment_description"),
    *("exit_terms", "remarks"),
)
NAMES = frozenset({"name", "abbreviation"})


def _partnership_rows(ids: Collection[int]) -> Iterator[Row]:
    found = select(Partnership).where(Partnership.id.in_(ids))
    loaded = found.options(
        selectinload(Partnership.areas), selectinload(Partnership.reasons)
    ).execution_options(populate_existing=True)
    for one in db.session.scalars(loaded):
        texts = [getattr(one, name) for name in TEXTS]
        texts += [reason.explanation for reason in one.reasons]
        yield Row(
            object_id=one.id,
            partnership_id=one.id,
            title=one.name,
            known_as=one.abbreviation,
            context=", ".join(area.name for area in one.areas),
            text="\n".join(text for text in texts if text),
        )


def _show_partnerships(ids: Collection[int], _person: Any) -> Mapping[int, Shown]:
    states = statuses_on(clock.today())
    found = select(Partnership).where(Partnership.id.in_(ids))
    return {
        one.id: Shown(
            title=_with_abbreviation(one.name, one.abbreviation),
            url=url_for("register.show_partnership", partnership_id=one.id),
            places=tuple(area.name for area in one.areas),
            labels=(("label", str(words.STATUSES[states[one.id]])),) if one.id in states else (),
        )
        for one in db.session.scalars(found.options(selectinload(Partnership.areas)))
    }


def _with_abbreviation(name: str, abbreviation: str) -> str:
    return name if not abbreviation or abbreviation in name else f"{name} ({abbreviation})"


def _organisation_rows(ids: Collection[int]) -> Iterator[Row]:
    found = select(Organisation.id, Organisation.name, Organisation.kind)
    for object_id, name, kind in db.session.execute(found.where(Organisation.id.in_(ids))):
        yield Row(object_id=object_id, title=name, context=DUTCH_KINDS[kind])


def _show_organisations(ids: Collection[int], _person: Any) -> Mapping[int, Shown]:
    found = select(Organisation).where(Organisation.id.in_(ids))
    return {
        one.id: Shown(
            title=one.name,
            url=url_for("register.show_organisation", organisation_id=one.id),
            places=(str(words.ORGANISATION_KINDS[one.kind]),),
        )
        for one in db.session.scalars(found)
    }


#: The index is Dutch, whatever the language of who changes something.
DUTCH_KINDS = {"municipality": "gemeente", "province": "provincie", "other": "organisatie"}


partnerships = Source(
    kind="partnership",
    number=1,
    label=_l("Samenwerkingsverbanden"),
    counted=lambda count: ngettext(
        "%(num)d samenwerkingsverband", "%(num)d samenwerkingsverbanden", count
    ),
    model=Partnership,
    rows=_partnership_rows,
    visible_to=lambda _person: true(),
    show=_show_partnerships,
    names=True,
    watches=(
        Watch(Partnership, ids_of),
        Watch(PartnershipReason, lambda those: [one.partnership_id for one in those]),
        Watch(
            PolicyArea,
            lambda those: select(PartnershipArea.partnership_id).where(
                PartnershipArea.policy_area_id.in_(ids_of(those))
            ),
            frozenset({"name"}),
        ),
    ),
    follows=(Watch(Partnership, ids_of, NAMES),),
)
organisations = Source(
    kind="organisation",
    number=2,
    label=_l("Organisaties"),
    counted=lambda count: ngettext("%(num)d organisatie", "%(num)d organisaties", count),
    model=Organisation,
    rows=_organisation_rows,
    visible_to=lambda _person: true(),
    show=_show_organisations,
    names=True,
    watches=(Watch(Organisation, ids_of, frozenset({"name", "kind"})),),
)
