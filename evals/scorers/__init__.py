"""From outputs to scores and from scores to figures: agreement, intervals, behaviour checks, the judge."""
