"""Takes the rules out of the prompts one at a time and looks whether anybody notices."""
