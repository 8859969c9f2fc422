"""The console command's subcommands, one file each, loaded when they are called.

Their modules import click and the vocabulary (agent.domain, agent.errors) at the top, everything else where it is used:
`mockloop round` opens the app as fast as `mockloop` does.
"""
