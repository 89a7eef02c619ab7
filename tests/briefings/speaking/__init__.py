"""Tests of the speaking card."""
