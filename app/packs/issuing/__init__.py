"""A pack made and issued: once, whole, compared with the version before, and told."""
