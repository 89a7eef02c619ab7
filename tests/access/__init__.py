"""Who may see what: every route for every role, and secrets looked for in every outlet."""
