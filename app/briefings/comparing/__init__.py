"""Two texts laid beside each other as a reader sees them: lines and words, no signs of Markdown."""
