"""Tests of drafts of notes."""
