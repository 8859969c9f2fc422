"""What is kept on disk: one folder a session, with a journal, a lock, and the graph's checkpoints beside them."""
