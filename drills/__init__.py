"""What takes longer than a test: run by name, prints its figures, ends with 1 when it fails.

.venv/bin/python -m drills.edits [--engine sqlite|postgresql]
"""

import atexit
import os
import shutil
import tempfile

if "XDG_RUNTIME_DIR" not in os.environ:  # where the PostgreSQL of a drill keeps its socket
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="vooroverleg-drill-")
    atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)
