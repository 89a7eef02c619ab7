"""From the bytes of an invitation to plain facts: no database here, and no page.

`receiving.read_invitation` gives them. A process of its own takes the file apart (`child`); what
it finds is in `facts`, and `sentences` says in one sentence why something was not read.
"""
