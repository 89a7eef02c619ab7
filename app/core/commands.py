"""What all commands of the application share: one plain sentence and exit code 1 on a refusal."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec

import click
from flask_babel import gettext as _
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from app.core import schema
from app.core.database import db
from app.core.errors import NotAllowed, NotFound, NotReady, RuleBroken

Arguments = ParamSpec("Arguments")


def plain(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """Check the database first; end a refusal with one sentence on stderr, nothing changed.

    Innermost under the decorators of click. The command commits by itself, at its end.
    """

    @wraps(command)
    def checked(*args: Arguments.args, **options: Arguments.kwargs) -> None:
        schema.require()
        command(*args, **options)

    return refusing(checked)


def refusing(command: Callable[Arguments, None]) -> Callable[Arguments, None]:
    """The same for the few commands that do not need a database that is in order."""

    @wraps(command)
    def run(*args: Arguments.args, **options: Arguments.kwargs) -> None:
        try:
            command(*args, **options)
        except RuleBroken as error:
            refuse(error.message)
        except NotReady as error:
            refuse(str(error))
        except NotFound:
            refuse(_("Dit bestaat niet, of deze persoon mag het niet zien."))
        except NotAllowed:
            refuse(_("Deze persoon mag dit niet."))
        except StaleDataError:
            refuse(_("Iemand anders heeft dit intussen gewijzigd. Voer de opdracht opnieuw uit."))
        except (OperationalError, InterfaceError) as error:
            refuse(schema.sentence_for(error))

    return run


def refuse(sentence: str) -> None:
    """End the command with this sentence and exit code 1; what was not committed is undone."""
    db.session.remove()
    click.echo(sentence, err=True)
    raise SystemExit(1)


def print_json(row: Mapping[str, Any]) -> None:
    """One JSON object on a line of its own, as `--json` promises."""
    click.echo(json.dumps(row, ensure_ascii=False))
