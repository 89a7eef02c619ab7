"""Everything that has to be printed for the meetings of a week, in one file."""
