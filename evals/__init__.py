"""Tasks, scorers and baselines that hold the interviewer and its verdicts to measured figures."""
