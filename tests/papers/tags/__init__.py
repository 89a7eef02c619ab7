"""Tests of the tags of papers."""
