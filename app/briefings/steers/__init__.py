"""The steer (oplegger) of a meeting: the one page above its notes."""
