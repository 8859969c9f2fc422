"""Trying a candidate's code: confined, with a limit on everything, against checks that it never sees."""
