"""Tests of advice on notes."""
