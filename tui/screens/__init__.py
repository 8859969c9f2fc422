"""The app's screens, one file each with its styles beside it."""
