"""Durable jobs: asked for in the transaction of the deed, done by the worker, once."""
