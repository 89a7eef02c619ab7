"""The test suite; `./test` runs it."""
