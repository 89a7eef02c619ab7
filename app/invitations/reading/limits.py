"""How much of a file is read, what reading may take, and by which files it goes."""

from __future__ import annotations

#: The files that the child reads and writes, in a folder of their own.
SOURCE, ORDER, ANSWER = "invitation", "order.json", "answer.json"
MEGABYTE = 1024 * 1024
FILE_BYTES = MEGABYTE
MEMORY_BYTES = 512 * MEGABYTE
#: What the child may say of a file.
ANSWER_BYTES = 16 * MEGABYTE
#: Of the processor. What is counted below keeps a file under a second; this is for what was not
#: thought of. The second bound is the kernel's own.
WORK_SECONDS, CPU_SECONDS = 1.9, 3
#: On the clock, for a machine that is busy with other things.
WALL_SECONDS = 20.0
MOST_COMPONENTS = 2_000
DEEPEST = 6
MOST_PROPERTIES = 30_000
MOST_ATTENDEES = 5_000
#: One line, unfolded. What hangs on a property that nobody reads is not counted: it is skipped.
LONGEST_LINE = 100_000
