"""The address of a calendar: answering programs whatever goes wrong, keeping what was given."""
