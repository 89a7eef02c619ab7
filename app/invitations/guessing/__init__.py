"""To which body an invitation belongs: rules that people keep, and guesses by names."""
