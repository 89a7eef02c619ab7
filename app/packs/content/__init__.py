"""What is printed: from what a reader and an asker may both see to a tree of plain values."""
