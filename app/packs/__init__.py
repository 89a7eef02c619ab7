"""One PDF per meeting: choose, print, merge, issue."""
