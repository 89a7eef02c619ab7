"""The command group `flask people`: accounts, one-time sign-in links, the list."""

from __future__ import annotations

from flask.cli import AppGroup

people_commands = AppGroup("people", help="Accounts en eenmalige aanmeldlinks.")
