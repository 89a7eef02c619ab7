"""Search: one index over what rooms register, asked through what each person may see."""
