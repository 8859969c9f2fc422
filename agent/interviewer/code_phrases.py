"""What the offline interviewer says around code that is handed in and commands that are wanted.

A run is told as somebody tells it who reads it off a console: that it ran and how much of it went through, never which
inputs there are, what should have come out, or what is wrong.
"""

from __future__ import annotations

CODE_GOES_HERE = (
    "Put code between a line ```python and a line ```; the last such block is what you submit. Nothing is run here."
)
NOTHING_IS_RUN = "What you hand in is read and not run."
"""Behind an opening that says how code is handed in."""
CODE_IS_RUN = "Put code between a line ```python and a line ```; the last such block is what you submit."
CALL_IT = (
    "The function is called as `{call}` and gives back {returns}. Whatever you hand in I run against a few checks of "
    "mine, as often as you like."
)
CALLED = "Here the function is called as `{call}` and gives back {returns}. I run that too."
"""... of a question that is put later in a round."""
WITH_NUMPY = "NumPy is there."
COMMANDS_GO_HERE = (
    "If you write code, put it between a line ```python and a line ```, and a command between ```sh and ```. Nothing "
    "is really run: what a command prints I tell you where I have it."
)
RAN = (
    "That ran: {count} checks go through.",
    "I ran it, and {count} checks go through.",
    "It runs; {count} checks go through.",
)
"""The first run of a round in which something fails."""
RAN_AGAIN = (
    "I ran that one: {count} now.",
    "With that it's {count}.",
    "That makes {count}.",
    "{count_first} with this version.",
)
"""A later one, where what was asked about still fails, or other things do."""
STILL_AS_MANY = (
    "Still {count}.",
    "I ran it, and it's {count} as before.",
    "No change, {count}.",
    "Ran it, and the same {count} go through.",
)
"""... and as many as the time before."""
ALL_THROUGH = (
    "That ran, all {total} checks go through.",
    "I ran it, and all {total} go through.",
    "It ran through all {total} checks.",
)
NOW_THROUGH = (
    "Now it goes through, and so do the others.",
    "That one goes through now. All {total} do.",
    "With that all {total} go through.",
)
"""All pass, after something failed."""
ONE_IS_THROUGH = (
    "That one goes through now, {count} altogether.",
    "It's through now; {count}.",
    "The input from before goes through, {count} altogether.",
)
"""What was asked about passes; something else doesn't."""
OTHERS_BROKE = (
    "That one goes through now, and others no longer do: {count}.",
    "The input from before is through, but it's {count} altogether, fewer than last time.",
)
"""What was asked about passes, and fewer do than before."""
STOPPED_BACK = (
    "It didn't come back; I stopped it after a few seconds.",
    "I had to stop it, it was still running.",
    "No answer came, so I ended it.",
)
"""The given example, or everything, ran out of time."""
STOPPED = {
    "memory": "It wanted more memory than it gets, so I ended it; {count} checks went through.",
    "output": "It printed without end and I stopped it; {count} checks went through.",
    "processes": "It tried to start something beside itself and was ended there; {count} checks went through.",
}
"""What ended a run before its end, by its limit."""
OLD_CASE = (
    "Against the case as I put it first, {count} checks go through with this one.",
    "My checks are for the case before the change; {count} go through.",
)
"""After the constraint changed."""
ON_THE_EXAMPLE = (
    "On the example itself it stops in line {line}: `{message}`. Can you mend that and hand it in again?",
    "The example ends in line {line} with `{message}`. What do you make of it?",
)
"""An error with the example that the statement tells, which hides nothing."""
IT_STOPS_THERE = (
    "In one it stops in line {line}, `{message}`.",
    "In one of the others it ends in line {line} with `{message}`.",
)
"""An error in the middle of a check, told where the input alone doesn't lead to it."""
SHOW_ME = (
    "Let me see that as code now, `{call}`, as far as you have it.",
    "Write it down as `{call}` now; I'd like to run it.",
    "I'd like to run that. Can you write it as `{call}`?",
)
"""To somebody who has talked about his solution and written nothing."""
STILL_THAT = (
    "The one I asked about doesn't go through yet.",
    "What I asked about isn't through yet.",
    "The input from before still isn't through.",
)
FAILS_BY_ITSELF = (
    "I started it, and it stops in line {line}: `{message}`. Can you mend that and hand it in again?",
    "It gets as far as line {line} and no further, `{message}`. Could you look at that line and hand it in again?",
    "On my console it says `{message}`, line {line}. What do you make of it?",
    "It ends in line {line}, `{message}`. How does it come to that?",
)
FAILS_SOMEWHERE = (
    "I started it, and before I can call anything it says `{message}`. Can you find the place?",
    "It doesn't get as far as my first call: `{message}`. Where do you think that comes from?",
    "On my console it only says `{message}`. Which of your lines could that be?",
)
"""... where no line is known."""
OWN_ASSERT = (
    "It stops at an assert of your own, line {line}. What did you expect there?",
    "Your own check in line {line} doesn't hold. Which of the two is wrong, the check or the function?",
)
NEVER_LOADED = (
    "The file alone was still busy after two seconds, so I called nothing. What is it doing before anybody calls it?",
    "I never got to call it, it was busy with its own lines and I stopped it. What runs there when the file is loaded?",
)
ENDED_EARLY = (
    "It ended by itself before I could call anything. What in it ends the program?",
    "Your program was over before my first call. Which line does that?",
)
A_PIECE = (
    "I only ever run the last block, and this one stops at `{message}`. Could you hand in all of it in one block?",
    "By itself that piece stops at `{message}`. Can I have the whole of it in one block?",
)
"""To a few lines that need the rest of the code."""
A_PIECE_ALONE = (
    "I only ever run the last block, and that one has no `{call}` in it. Could you hand in all of it in one block?",
    "By itself that has no `{call}` to call. Can I have the whole of it in one block?",
)
NO_FUNCTION = (
    "It loads, but nothing in it can be called as `{call}`. Could you hand it in so that I can?",
    "I find no `{call}` in it to call. Under which name does it have to stand there?",
    "There is nothing here that takes what `{call}` takes. Can you hand in the whole function under that name?",
)
THEN_CHANGE_IT = (
    "Then put it into the code and hand in the whole function; I run it again.",
    "Change the lines as you'd have them, and hand it in again.",
    "Write that down as code, the whole function, and we'll see.",
    "I'd rather run that than believe it. Hand in the whole function once more.",
)
"""To somebody who says what he would change about what failed."""
LEAVE_IT_SO = (
    "If that isn't what should come out there, change it and hand it in again.",
    "If it should be anything else, change the lines and hand them in; I run the whole function.",
    "Where you'd want something else there, write it and hand it in again.",
)
"""To somebody who only says what his code does there."""
CHECK_AGAIN = (
    "Take that input through your lines one at a time. After which line does it look odd to you?",
    "Write the variables down as you go through it. Where do they stop being what you want?",
    "The first line that touches that input, which is it?",
)
"""A failed check asked about once more, once its own words are used up."""
HOW_MANY = (
    "In the last version I ran, {count} go through.",
    "{count_first} checks, in the version I ran last.",
)
ALL_WENT = (
    "All {total} went through.",
    "It went through, all {total}.",
)
NOT_YET_RUN = (
    "I haven't run anything yet. Hand in the function and I will.",
    "There's nothing to run so far; hand it in and I do.",
)
NOTHING_RUN = (
    "Nothing is run here; I read it, and you tell me what it does.",
    "I only read it. What would you expect it to say?",
)
"""To somebody who asks how his code did where none is run."""
RUNS_WHAT_COMES = (
    "Yes, whatever you hand in as the last block is run, as `{call}`.",
    "I do: the last block you hand in, called as `{call}`.",
)
WHICH_ONE = (
    "The inputs I keep to myself, except the one I asked about.",
    "I don't hand out the checks. The one I asked about is one of them.",
)
NONE_FAILED = (
    "None of them fails now. Which they are I keep to myself.",
    "They all went through; what they are stays with me.",
)
WHICH_ONE_UNASKED = (
    "The inputs I keep to myself. Which one would you try first?",
    "I don't hand out the checks; think of the input you trust least.",
)
EXPECTED = (
    "What should come out I leave to you; it follows from the task as I put it.",
    "I don't give away results. The task says what has to come out; where it leaves something open, ask me.",
)
NOT_TOLD_WHY = (
    "Why, I'd like to hear from you.",
    "That is what I want you to find.",
)
IT_RAISED = (
    "It stopped in line {line} with `{message}`.",
    "Line {line}, `{message}`.",
)
NOTHING_RAISED = (
    "Nothing was raised; what came back wasn't it.",
    "No exception, it just isn't the right thing that comes back.",
)
IT_PRINTED = "It printed `{output}`."
PRINTED_NOTHING = "It printed nothing."
NOT_RUN = (
    "Nothing is run here, so be the machine: what would `{command}` print?",
    "I don't run commands in this room. What do you expect to see after `{command}`?",
    "`{command}` isn't executed here. Walk me through its output as you picture it, line by line. What comes first?",
    "We only read and talk in this round. If you ran `{command}`, what would stand on the screen?",
    "Same rule, nothing runs. Which output of `{command}` would change what you think?",
)
PRINTED = (
    "Nothing is run here, but I have what it printed that day. {output} What do you take from that?",
    "I read you the output instead of running it. {output} Which of your ideas is gone now?",
    "No machine here, only what it printed then. {output} What would you look at after that?",
    "That one I have on paper. {output} What changes for you?",
    "From the incident's log, since we don't run things here. {output} Where does that send you?",
)
WOULD_PRINT = (
    "Guess, then: which line of its output would you look at first?",
    "Tell me just the part you ran it for. What would it say?",
    "Leave the format aside. Would that output confirm your idea, or end it?",
)
ODD_LINE = (
    "I got stuck at line {line}, `{text}`. What does Python make of it?",
    "Line {line} reads `{text}`. How does the interpreter take that line?",
    "Read line {line} to me, `{text}`. What happens when this file is loaded?",
    "Before the idea, line {line}: `{text}`. Would this start?",
)
READ_ALOUD = (
    "Go through that line character by character. Where does your finger stop?",
    "If you pasted it into a file and started it, what would be the first thing you see?",
    "Compare that line with the one before it. What is it waiting for?",
)
NO_OUTPUT = (
    "That output I don't have. What would you expect to see there, and what would surprise you?",
    "That one I can't give you. Say what it would show if you are right, and go on from there.",
    "I can't show you that. Which two things could it show, and what would you do after each?",
)
