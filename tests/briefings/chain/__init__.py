"""Tests of the chain of deadlines."""
