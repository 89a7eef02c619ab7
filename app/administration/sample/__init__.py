"""The sample municipality: Haren with its 20 partnerships and a year of meetings around today."""
