"""Small rooms that know no feature: database, access, errors, clock, journal, jobs, files, web."""
