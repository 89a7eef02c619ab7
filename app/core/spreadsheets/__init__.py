"""Tables that people send and take away: .csv, .xlsx and .ods, read and written safely.

`reading.read_table` gives the rows with their line numbers, or refuses in one sentence that names
the line; `writing.write_table` makes a file in which nothing runs as a formula. Reading takes up
to seconds: do it outside any transaction.
"""
