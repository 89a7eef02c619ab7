"""The meetings of a year of a partnership, a portfolio or a person: on screen, and on paper."""
