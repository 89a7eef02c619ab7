"""Tests of deciding on one item after another."""
