"""The fonts of a received paper: embedded, in line with their dictionaries, readable as text."""
