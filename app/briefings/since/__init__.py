"""What changed in a note since somebody last read it, or agreed to it."""
