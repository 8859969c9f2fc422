"""The terminal app and the console command."""

import os

os.environ.setdefault("TEXTUAL_FPS", "120")  # read as textual is imported: a first word waits for half a picture
