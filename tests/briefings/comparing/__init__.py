"""Two texts laid beside each other."""
