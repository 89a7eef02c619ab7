"""Days: of council, executive and staff meetings, recess, holidays, and working days."""
