"""Bodies, meetings, agendas, papers, who goes, what was decided."""
