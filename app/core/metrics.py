"""Figures for a monitoring program, as Prometheus reads them; off unless it is configured.

Every figure is asked at the moment of the scrape, from the database and this machine: so it is the
same whichever server process answers. Labels are states and kinds, never a person or a secret.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flask import Blueprint, Response, current_app, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from app.core import access
from app.core.database import db

metrics = Blueprint("metrics", __name__)


@dataclass(frozen=True)
class Figure:
    """One figure: its name, what it is, and a value for each state or kind ("" for just one)."""

    name: str
    words: str
    values: Mapping[str, float] = field(default_factory=dict)
    label: str = ""


class _Figures(Collector):
    """Hands the figures of this moment over."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = list(figures)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Each figure as a gauge."""
        for figure in self._figures:
            labels = [figure.label] if figure.label else []
            gauge = GaugeMetricFamily(f"vooroverleg_{figure.name}", figure.words, labels=labels)
            for kind, value in figure.values.items():
                gauge.add_metric([kind] if labels else [], value)
            yield gauge


@metrics.get("/metrics")
@access.process
def scrape() -> Response:
    """Give the figures of this moment to whoever may have them."""
    if not _may_read():
        return Response("404\n", 404, content_type="text/plain; charset=utf-8")
    sources: Iterable[Callable[[], Iterable[Figure]]] = current_app.extensions["figures"]
    registry, up = CollectorRegistry(), 1
    figures: list[Figure] = []
    for source in sources:
        try:
            figures += source()
        except SQLAlchemyError:  # the rest can still be told, and that the database is away too
            up = 0
        db.session.rollback()
    figures.append(Figure("database_up", "Whether the database answers.", {"": up}))
    registry.register(_Figures(figures))
    return Response(generate_latest(registry), content_type="text/plain; version=0.0.4")


def _may_read() -> bool:
    """With METRICS_TOKEN its bearer, with only METRICS=1 everybody who can reach the address."""
    token: str = current_app.config["METRICS_TOKEN"]
    if not token:
        return bool(current_app.config["METRICS"])
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return secrets.compare_digest(given.encode(), token.encode())
