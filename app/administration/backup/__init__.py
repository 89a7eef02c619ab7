"""Backups: database and files of one moment in one file, for either engine."""
