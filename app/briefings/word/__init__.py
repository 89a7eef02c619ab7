"""Notes and Word: a document into the parts of a note, and a note out as a document."""
