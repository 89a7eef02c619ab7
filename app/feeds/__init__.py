"""Calendars out: subscriptions that phones and calendar programs read."""
