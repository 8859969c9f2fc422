"""Checks of the words around a verdict: a round's debrief and a committee's, by the ids of prompts/rules.yaml."""
