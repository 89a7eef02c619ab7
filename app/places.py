"""What upper rooms show on pages of lower ones, and which questions of theirs they answer."""

from __future__ import annotations

from app.briefings import list_filters as briefings_filters
from app.briefings import panels as briefings_panels
from app.briefings.chain import panels as chain_panels
from app.briefings.positions import panels as positions_panels
from app.briefings.speaking import panels as speaking_panels
from app.briefings.steers import panels as steers_panels
from app.core import panels
from app.feeds import panels as feeds_panels
from app.followup import panels as followup_panels
from app.handover import panels as handover_panels
from app.insight import panels as insight_panels
from app.invitations import panels as invitations_panels
from app.meetings import list_filters as meetings_filters
from app.meetings import panels as meetings_panels
from app.meetings.list_queries import PREPARATION
from app.packs import panels as packs_panels
from app.packs.batch import panels as print_panels
from app.packs.sharing import panels as sharing_panels
from app.schedules import panels as schedules_panels
from app.schedules.year import panels as year_panels
from app.staff_meetings import panels as staff_panels
from app.transfer import panels as transfer_panels

#: What upper rooms show on pages of lower ones (see app.core.panels).
PANELS: dict[str, tuple[panels.Panel, ...]] = {
    "partnerships.actions": (transfer_panels.list_buttons,),
    "partnership.top": (meetings_panels.next_meetings_panel,),
    "partnership.people": (handover_panels.partnership_panel,),
    "partnership.aside": (meetings_panels.bodies_panel, insight_panels.partnership_panel),
    "partnership.chain": (chain_panels.proposed_terms,),
    "portfolio.ways": (
        meetings_panels.portfolio_link,
        year_panels.portfolio_link,
        insight_panels.portfolio_way,
        feeds_panels.portfolio_link,
    ),
    "person.ways": (
        meetings_panels.person_link,
        year_panels.person_link,
        insight_panels.person_way,
    ),
    "meeting.steps": (
        briefings_panels.meeting_steps,
        speaking_panels.meeting_steps,
        followup_panels.meeting_steps,
    ),
    "meeting.aside": (
        insight_panels.meeting_panel,
        followup_panels.meeting_panel,
        chain_panels.meeting_terms,
        steers_panels.meeting_panel,
        packs_panels.meeting_panel,
        invitations_panels.meeting_panel,
    ),
    "pack.steps": (sharing_panels.send_button,),
    "pack.story": (sharing_panels.fates_panel,),
    "steer.actions": (followup_panels.steer_panel,),
    "note.last_time": (followup_panels.last_time_panel,),
    "note.last_time_writing": (followup_panels.last_time_writing,),
    "note.promised": (followup_panels.promised_panel,),
    "meetings.nearby": (
        year_panels.own_link,
        staff_panels.list_link,
        print_panels.list_link,
        insight_panels.list_link,
        feeds_panels.list_link,
    ),
    "item.aside": (
        positions_panels.item_panel,
        staff_panels.item_panel,
    ),
    "note.aside": (staff_panels.note_panel, followup_panels.note_panel),
    "meetings.plan": (schedules_panels.list_button, invitations_panels.list_button),
    "body.plan": (schedules_panels.body_button,),
    "partnership.plan": (
        year_panels.partnership_link,
        schedules_panels.partnership_link,
        feeds_panels.partnership_link,
    ),
}
MARKS: dict[str, tuple[panels.Marks, ...]] = {
    "meeting.items": (briefings_panels.item_marks,),
    "meeting.summary": (briefings_panels.meeting_lines,),
    "meeting.state": (briefings_panels.meeting_states,),
    "card.items": (followup_panels.card_marks,),
}
#: What upper rooms can be asked by filters on lists of lower ones.
QUESTIONS: dict[str, tuple[panels.Question, ...]] = {
    PREPARATION: (*briefings_filters.QUESTIONS, *meetings_filters.QUESTIONS),
}
