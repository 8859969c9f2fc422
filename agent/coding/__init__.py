"""Trying a candidate's code: confined, with a limit on everything, against checks that it never sees.

`runner.run` is the door. `process` starts `inside` as a process of its own, which confines itself (`sandbox`) before it
sees a line of the candidate's; `wire` is how values cross between the two.
"""
