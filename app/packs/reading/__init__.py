"""The issued pack as pages for a phone: read, and decide, one item after another."""
