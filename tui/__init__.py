"""The terminal app and the console command."""
