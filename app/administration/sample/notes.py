"""The notes of the sample, in every state, made by the application's own actions."""

from __future__ import annotations
