"""Help: a short guide per role, with pictures that the tests make."""
