"""A linter of our own for calendars: it looks at the bytes, and uses no calendar library."""
