"""What follows a meeting: what we said and what came of it, actions and commitments."""
