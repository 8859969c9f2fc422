"""What the offline interviewer says around authored questions. Each list is long enough for a round not to repeat."""

from __future__ import annotations

OFFLINE = (
    "One thing first: no language model is behind me today. My questions are written in advance, and I pick the next "
    "one by what you say."
)

ASSISTED = (
    "You may use an AI assistant in this round. Whatever you hand in is yours then: I'll ask about any line of it, and "
    "the scorecard says that one was allowed."
)

ANOTHER_WAY = (
    "Let me put it another way.",
    "I don't have an answer to that yet, so let me ask it differently.",
    "Let me come at the same thing from another side.",
    "I'd still like to hear this one.",
    "More concretely, then.",
    "That isn't quite what I asked. Again, in other words:",
    "I'm after something narrower.",
    "Let me try once more in other words.",
)
BESIDE_THE_ASK = (
    "That I have. What I asked for is still missing on my page, so once more:",
    "I've written that down. What I asked is something else:",
    "I'll keep that. My question went somewhere else, let me put it more narrowly.",
    "That is one thing, and I asked for another. In other words:",
    "Let me keep that for later and come back to what I asked.",
)
OTHER_CASE = (
    "One thing first: what you have told me so far is about another case than the one I put to you.",
    "I've let you talk, and I think you have another case in mind than the one in front of us. Back to this one.",
)
SMALLER = (
    "Let's take a smaller piece of the question.",
    "All right, let's make it smaller.",
    "Let's take it in a smaller step.",
    "Then let me narrow it.",
)
BACK_TO_WORK = (
    "That's not something I can go into here. Back to where we were.",
    "Let's stay with the interview.",
    "We'd better use the time for this round.",
    "I'll leave that aside.",
)
SAID_BEFORE = (
    "That part I have, “{said}”. What I don't have yet is this.",
    "You told me “{said}” already, it's written down. I'm after what comes beside it.",
    "“{said}” is on my page. What isn't there is the answer to this one.",
    "I heard “{said}” the first time. Something you haven't told me yet, then.",
    "No need to say “{said}” again. Here is what it leaves open.",
    "I take “{said}” as given. Now to what it doesn't say.",
)
SAID_BEFORE_UNQUOTED = (
    "That I have already. What I'm missing is something else.",
    "You've told me that one. Something you haven't said yet, then.",
    "That's on my page from before. The part that isn't:",
    "We had that. What we didn't have:",
)
NOTHING_HEARD = (
    "I didn't get anything I can work with there.",
    "That was rather short for me.",
    "I can't do much with that yet.",
    "I didn't hear an answer in that.",
)
LEAVE_IT = (
    "Fine, let's leave that one.",
    "All right, something else then.",
    "We can leave it there.",
    "Moving on.",
    "Then let's go somewhere else.",
    "Okay, a different angle.",
)
REPEATS = (
    "Sure.",
    "Once more, then.",
    "Of course.",
    "Again, then.",
)
STILL_OPEN = (
    "It's still this one.",
    "The open question is the same as before.",
    "What I asked was this.",
)
MEANT = (
    "What you said before, “{said}”: I'm asking about that.",
    "I mean your own words, “{said}”.",
    "About this of yours: “{said}”.",
)
"""To somebody who asks what is meant."""
NOTHING_SAID_YET = (
    "I'm ahead of you there. Take the first thing you'd do.",
    "You haven't come to that yet, true. Take your first idea of it.",
)
"""... by a question about what he proposes, before he has proposed anything."""
FIRST_STEP = (
    "Picture one single case. What happens there?",
    "Only the beginning, then: what would you do before anything else?",
    "What would you have to know to answer that?",
    "What would you guess, before you check anything?",
    "Which part of the question could you say something about today?",
    "If you had to decide it in the next minute, which way would you go?",
)
HOLD_ON_TO = (
    "Then let me give you something to hold on to. {fact}",
    "Start from what is known. {fact}",
    "I can give you this much of the case. {fact}",
    "Build on one thing, then. {fact}",
)
TWIST_AGAIN = (
    "One thing has changed, the rest is as before. Which part of what you have can't stay?",
    "Nothing else moves: which one decision of yours would you take back now?",
    "Put what you have beside the new situation. What no longer fits?",
)
AS_IT_WAS = (
    "Leave that change aside again.",
    "Back to the case as it was at the start.",
    "Now the case as I first put it, without what changed.",
)
"""Before what the question itself asks, once its changed constraint was answered."""
REST_IS_OPEN = (
    "The other thing you asked isn't settled; assume something and tell me what.",
    "The rest of your question is open here; you decide.",
    "On the other part I have nothing; pick what you'd defend.",
)
NOTED = (
    "Noted, I've changed it on my page.",
    "Thanks, I've put that right.",
    "All right, corrected.",
    "Thanks, it reads differently now.",
)
TAKE_A_MINUTE = (
    "Take your time.",
    "Of course. Tell me when you're ready.",
    "No hurry, I'll wait.",
    "Go ahead, think it through.",
)
NO_FIGURE = (
    "I don't have a figure for that. Assume something, say what you assume, and go on.",
    "Nobody has measured that here. Pick a value you'd defend and tell me which.",
    "There is no number for that. Put one in and say where you take it from.",
)
NO_FACT = (
    "I don't know that one. Assume something, say what you assume, and go on.",
    "That isn't known here. Settle it yourself and say how.",
    "You'd have to decide that yourself in this case; say which way you go.",
    "I can't say more on that; state your assumption and work from it.",
)
NOW_ANSWER = (
    "After this I'd like your answer, on whatever you have to assume.",
    "Then it's your turn: answer with what you have, an assumption can be put right.",
    "That has to be enough; the next thing I write down is your answer.",
)
"""To who asks back again and again."""
AS_TO_THE_REST = (
    "On the other thing:",
    "As to the rest of what you asked:",
)
"""Before a round's own words for what isn't known, where a part of a question was answered."""
CARRIED_UP = (
    "I have that as what you ask for. The yes or no isn't mine to give on this call; it goes up today.",
    "It's on my sheet the way you said it. I can't grant it from here, I take it upstairs with your reason.",
    "From me that is neither a yes nor a no yet: whoever signs isn't on this call.",
    "I pass that on word for word, and the answer comes with the letter.",
)
"""To what a candidate asks for in the place of the offer, once he knows what can be changed."""
TAKEN = (
    "Then I write down a yes, on the terms as they stand. What do you still want to know from me?",
    "That's a yes, and the letter goes out with exactly these figures. What else can I tell you?",
)
"""To a yes: the call is over, and the floor is the candidate's."""
AGREED = (
    "Agreed. The letter goes out with these figures today, and the team hears from me that you're coming.",
    "Then that is settled. You have the letter tonight, and nothing in it will differ from what we said.",
)
"""The last word after a yes: nothing is left to be carried up."""
FOR_THE_END = (
    "Keep that one for the last minutes, they are yours.",
    "That belongs to your own questions at the end; ask me then.",
    "Later, when the floor is yours. First the case.",
)
A_MACHINE = (
    "Yes, I'm a program.",
    "Yes, there's a program on this side.",
)
NO_MORE_HINTS = (
    "I've said as much as I can without answering it for you. What would you try first?",
    "That is all the help I have on this one. Where would you start, even if it's wrong?",
)
CONFIRM_STOP = (
    "Do you want to stop the interview here? If so, just say yes and we'll end it.",
    "We can stop. Shall I end the interview now?",
)
CONFIRM_ROUND = (
    "Shall I end this round here? Say yes, and it is judged by what was said so far.",
    "We can leave this round at that. Do you want it to end now?",
)
CONTRADICTION_AGAIN = (
    "The two figures are still open. “{earlier}”, or “{later}”: which of them do I keep?",
    "I still have both, “{earlier}” and “{later}”. Which of them is it?",
    "Before we go on, one of the two has to go. Is it “{earlier}” or “{later}”?",
)
SUM_AGAIN = (
    "Take that sum again, one factor at a time. What does it come to?",
    "Do that one once more, aloud. Where do you land?",
    "I'd like to see the zeros of that. What comes out, step by step?",
)
SUM_IN_PIECES = "Write the numbers down with their units. What is the first product?"
NEXT_QUESTION = (
    "Let's take a second problem.",
    "I'd like to use the rest of the time for another case.",
    "We have time for one more, a different one.",
)
CONTRADICTION = (
    "Earlier you said “{earlier}”, and just now “{later}”. Which of the two holds?",
    "You gave me “{earlier}” before, and now “{later}”. How do these fit together?",
    "Help me with two statements of yours: “{earlier}” and “{later}”. Which one should I write down?",
)
STAYING_WITH = (
    "You said “{said}”.",
    "You mentioned “{said}”.",
    "Staying with “{said}” for a moment.",
    "Let me pick up “{said}”.",
    "Going back to “{said}”.",
    "I noted “{said}”.",
    "About “{said}”:",
    "Let me stop you at “{said}”.",
    "One thing you said, “{said}”.",
    "Let's go one step deeper on “{said}”.",
    "I wrote down “{said}”.",
    "On “{said}”:",
)
STILL_WITH = (
    "I'm still on “{said}”.",
    "Just that one part, “{said}”.",
    "I'd like to finish “{said}” first.",
    "Once more about “{said}”.",
)
DRILLS = {
    "figure": (
        "Where does that number come from?",
        "How far off could that be?",
        "What would you compare it with, to know whether it is a lot?",
        "Over which period was that counted?",
        "If it had been half of that, what would you have done differently?",
    ),
    "ownership": (
        "Which part of that would not exist without you?",
        "Where in that did you need somebody else?",
        "Which decision in there was yours alone?",
        "If I asked the others, which part would they say was theirs?",
    ),
    "offer": (
        "Is that in writing, or was it said on the phone?",
        "Until when does that stand?",
        "What is better with us, apart from the number?",
    ),
    "pay": (
        "How did you arrive at that figure?",
        "Which part of that do you have in writing?",
        "What would make you take less?",
        "What else would have to be right before you sign at that?",
    ),
    "decision": (
        "What did you decide against when you did that?",
        "What did you not know yet when you did that?",
        "Who wanted it done differently?",
        "What would have made you undo it?",
        "What did that cost you?",
    ),
}
"""What can be asked about a sentence of the candidate's, by what it holds."""
DRILLS_AGAIN = {
    "figure": ("Was that counted, or is it an impression?", "Whose number is that?"),
    "ownership": (
        "Name one decision in it that was yours.",
        "Leave the team out for a moment: what did you do yourself?",
    ),
    "offer": ("Who said so, and on which day?", "What would I see if you forwarded it to me?"),
    "pay": ("Who gave you that figure?", "If I asked to see it on paper, what would you show me?"),
    "decision": ("What was the other option?", "What was the downside of doing it?"),
}
"""The same for somebody who went around it."""
ANOTHER_CASE = (
    "A small case beside yours, with its own figures.",
    "Leave your case for a moment and take one of mine.",
    "Somewhere else, the same thing.",
    "Let me set up a different scene.",
    "Another company, for one question.",
    "An example that isn't yours.",
)
WHAT_ELSE = (
    "What else would you like to know?",
    "Is there something else?",
    "One more, if you have it?",
)
NO_VERDICT_HERE = (
    "How it went stands in the debrief, with your own words beside it. I don't judge it here.",
    "That I leave to the debrief, you have it right after this.",
    "I write down how it went before I say it: it's in the debrief.",
)
"""To somebody who asks whether he was right."""
NOT_AT_HAND = (
    "What you asked for I don't have.",
    "That one I can't tell you.",
    "I have nothing on what you asked there.",
)
"""To what is asked of the interviewer inside an answer."""
NO_ANSWER_FOR_YOU = (
    "I don't know that, and I'd rather not guess.",
    "I have no answer to that today.",
    "That one I can't answer; ask it again in the next conversation.",
    "I'd have to think longer about that than we have.",
    "I'd be guessing there, so I leave it.",
)
THE_REST_FOR_YOU = (
    "On the other thing I don't want to guess.",
    "For the rest of your question I have no answer today.",
    "The other half I can't answer from my seat.",
)
