"""Papers as they come in: what kind of file, what a reader may open of it, and how it reads."""
