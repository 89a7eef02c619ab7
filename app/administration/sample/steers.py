"""The written steer of the sample: of the first board of a joint arrangement to come."""

from __future__ import annotations

from app.administration.sample.calendar import Planned
from app.briefings.steers.actions import SteerWords, save_steer
from app.meetings.models import BodyKind, MeetingStatus

WORDS = SteerWords(
    why="Wat hier wordt besloten, gaat naar de raden. Daarna kan alleen nog een zienswijze.",
    achieve="Onze voorwaarde staat in het besluit, niet alleen in het verslag.\n"
    "De raad krijgt de stukken op tijd.\n"
    "Wij spreken af wie de cijfers narekent.",
    speak_to="Secretariaat: de volgorde van de agenda",
)


def load_steers(rounds: list[Planned]) -> None:
    """Write the steer of the first general board with an agenda that still has to meet."""
    for planned in rounds:
        meeting = planned.official
        coming = meeting.status in (MeetingStatus.PLANNED, MeetingStatus.CONFIRMED)
        board = meeting.body.kind == BodyKind.GENERAL_BOARD
        if coming and board and planned.items and meeting.officer is not None:
            save_steer(meeting, WORDS, meeting.officer, 0)
            return
