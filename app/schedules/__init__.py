"""The year's schedule of a body in one go: by rule, from a pasted text, or from a file."""
