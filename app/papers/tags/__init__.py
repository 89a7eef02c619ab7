"""The tags of a paper: kept and mended where its maker gave them, made where there are none."""

from app.papers.tags.tagging import Tagged, tag

__all__ = ["Tagged", "tag"]
