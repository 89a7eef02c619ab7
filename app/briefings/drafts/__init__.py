"""What is being typed in a note and was not saved yet: kept per person and window, offered back.

A draft is a form as it was typed, not a version: only its writer ever sees it, it stands in no
list of others, feed, mail, search index or journal, and it goes once its window saved a version.
"""
