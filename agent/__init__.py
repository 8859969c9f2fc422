"""The interviewer: rounds, follow-ups and verdicts. Knows nothing of the interface or of the evals.

`agent.session` is the one door: it starts, answers, resumes and ends an interview and yields events.
`agent.library` lists what is stored, and `agent.domain` holds the value types both speak in.
"""

import os

# Read as NumPy is loaded: its own threads spin for up to 80 ms after each product, beside those that embed meanwhile.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
