"""A terminal that went away holds nobody up."""

from __future__ import annotations

import io
import os
import pty
import threading

from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from tui.terminal import OutlivesItsReader


def test_what_is_written_to_a_terminal_that_is_gone_is_lost_and_stops_nothing() -> None:
    """Textual's own writer dies of it, and the app would wait for ever at the thirty-first text."""
    here, there = pty.openpty()
    with io.TextIOWrapper(io.FileIO(there, "w"), write_through=True) as terminal:
        os.close(here)
        writer = WriterThread(OutlivesItsReader(terminal))

        def paint() -> None:
            for _ in range(2 * MAX_QUEUED_WRITES):
                writer.write("a picture")
            writer.stop()

        writer.start()
        painting = threading.Thread(target=paint, daemon=True)
        painting.start()
        painting.join(timeout=30)
        assert not painting.is_alive()
