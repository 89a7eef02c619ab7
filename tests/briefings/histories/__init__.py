"""Random histories of one note, beside a plain model of what must come of each deed.

After every deed the note is compared with the model: state, versions with all their words, steps
with their journal, who sees it. A module per kind of deed; `model` knows the rules.
"""

from __future__ import annotations

from tests.briefings.histories.advising import Advising
from tests.briefings.histories.invariants import Invariants
from tests.briefings.histories.stepping import Stepping
from tests.briefings.histories.surroundings import Surroundings
from tests.briefings.histories.writing import Writing


class Histories(Stepping, Advising, Writing, Surroundings, Invariants):
    """One note, many people, and time."""
