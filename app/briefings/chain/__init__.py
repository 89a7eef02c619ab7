"""The deadlines of a meeting: its chain counted in working days, with who must act by when."""
