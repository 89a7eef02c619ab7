"""From plain values to one PDF, in processes of their own: nothing here knows a person or a row."""
