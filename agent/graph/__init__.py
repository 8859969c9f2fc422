"""The state machine: a loop over rounds, a round, one file a node. `build.py` shows the whole wiring."""
