"""Staff meetings (stafoverleg): per alderman an agenda that fills itself, and what came of it."""
