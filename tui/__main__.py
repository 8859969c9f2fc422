"""`python -m tui` is `mockloop`."""

import sys

from tui.cli import main

sys.exit(main())
