"""What a calendar says: its events, from the rows of the database to the bytes of a feed."""
