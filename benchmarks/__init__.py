"""Measures: run by name, each beside its baseline in one run, and prints medians and ratios.

.venv/bin/python -m benchmarks.pages [--engine sqlite|postgresql] [--repetitions 15] [--json]
"""
