"""Each role's start page: what needs me now."""
