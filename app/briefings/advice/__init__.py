"""Advice on a note: asked of several advisers at once, given with a type, asked again."""
