"""Papers of many producers, for the tests here."""

from tests.papers.annexes import annexes, producer

__all__ = ["annexes", "producer"]
