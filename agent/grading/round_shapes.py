"""The shapes of the sentences around a round's verdict; `Shapes` hands them out, none twice in a debrief."""

from __future__ import annotations

MOMENT_FOR = (
    "Asked {ask}, the candidate said {quote} (turn {turn}). {remark}",
    "It was won with {quote} (turn {turn}), the answer to {ask}. {remark}",
    "The answer to {ask} settled the {rating} on {name}: {quote} (turn {turn}). {remark}",
    "{quote} (turn {turn}) is what {ask} brought out. {remark}",
)
MOMENT_AGAINST = (
    "Asked {ask}, the candidate answered {quote} (turn {turn}). {remark}",
    "The ask was {ask}, the answer {quote} (turn {turn}). {remark}",
    "{ask} brought {quote} (turn {turn}). {remark}",
    "It was lost on {name}: {quote}, in answer to {ask} (turn {turn}). {remark}",
)
MOMENT = (
    "Turn {turn}, on {name}: {quote} {remark}",
    "It turned on {quote} (turn {turn}), a {rating} on {name}. {remark}",
)
STRENGTH = (
    "{quote} (turn {turn}). {remark} {name}: {rating}. {more}",
    "{name}, {rating}, rests on {quote} (turn {turn}). {remark} {more}",
    "Turn {turn} stands for the {rating} on {low}: {quote}. {remark} {more}",
    "On {low}, a {rating}, there is {quote} in turn {turn}. {remark} {more}",
)
CONCERN = (
    "{name} stays at {rating}. To {ask} came {quote} (turn {turn}). {remark} {more}",
    "{quote} (turn {turn}) makes it a {rating} on {low}. {remark} {more}",
    "{name}, {rating}. {remark} The words were {quote} (turn {turn}). {more}",
    "{ask} was the chance for more than a {rating} on {low}. It got {quote} (turn {turn}). {remark} {more}",
    "Behind the {rating} on {low} stands turn {turn}: {quote}. {remark} {more}",
)
UNQUOTED = (
    "{name}, {rating}, rests on words quoted already. {more}",
    "What is quoted above makes it a {rating} on {low}, too. {more}",
    "{name}: nothing else to go by, hence {rating}. {more}",
    "The same words count on {low}: {rating}. {more}",
)
AGAIN_IN_FIGURES = (
    "Have somebody put {ask} to you cold, and answer with one figure before anything else.",
    "Go back to {ask} (turn {turn}): give the number first, then the sum it comes from.",
)
AGAIN = (
    "Answer this one again, aloud, in under a minute: {ask}",
    "Go back to turn {turn} and give {ask} three sentences: the choice, what it rests on, what would change it.",
    "Write down the answer to {ask} (turn {turn}) that you wish you had given, then say it without the paper.",
    "Put {ask} to yourself tomorrow, record the answer, and strike every sentence that any candidate could say.",
)
