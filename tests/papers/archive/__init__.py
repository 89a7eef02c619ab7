"""Papers brought to PDF/A-2a: what is mended, what is named, and that pages keep their looks."""
