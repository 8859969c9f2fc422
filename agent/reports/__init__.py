"""Reports of sessions: the contract's JSON documents, and Markdown."""
