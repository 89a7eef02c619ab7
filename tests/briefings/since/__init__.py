"""Tests of what changed since somebody read a note."""
