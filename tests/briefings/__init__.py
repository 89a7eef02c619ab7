"""Tests of notes and their alignment."""
