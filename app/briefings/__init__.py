"""Briefing notes, remarks and the alignment between policy officer and portfolio holder."""
