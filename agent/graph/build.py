"""The wiring of the interview, and nothing else. Compiled where a checkpointer is at hand; never at import."""

from __future__ import annotations

from langgraph.graph import END, START, StateGraph

from agent.graph.context import GraphContext
from agent.graph.nodes.assess import assess
from agent.graph.nodes.await_answer import await_answer
from agent.graph.nodes.classify import classify
from agent.graph.nodes.committee import committee
from agent.graph.nodes.debrief import debrief
from agent.graph.nodes.decide import decide
from agent.graph.nodes.enter_round import enter_round
from agent.graph.nodes.grade import grade
from agent.graph.nodes.open import open_round
from agent.graph.nodes.reply import reply
from agent.graph.nodes.settle import settle
from agent.graph.routes import after_decide, after_round, after_settle
from agent.graph.state import InterviewState

Builder = StateGraph[InterviewState, GraphContext, InterviewState, InterviewState]


def build_round() -> Builder:
    """One round: open, then wait, classify, decide, and reply beside assess, until it is over and graded."""
    graph = StateGraph(InterviewState, context_schema=GraphContext)
    graph.add_node("open", open_round)
    graph.add_node("await_answer", await_answer)
    graph.add_node("classify", classify)
    graph.add_node("decide", decide)
    graph.add_node("reply", reply)
    graph.add_node("assess", assess)
    graph.add_node("settle", settle)
    graph.add_node("grade", grade)
    graph.add_node("debrief", debrief)
    graph.add_edge(START, "open")
    graph.add_edge("open", "await_answer")
    graph.add_edge("await_answer", "classify")
    graph.add_edge("classify", "decide")
    graph.add_conditional_edges("decide", after_decide, ["reply", "assess", "grade", END])
    graph.add_edge(["reply", "assess"], "settle")
    graph.add_conditional_edges("settle", after_settle, ["await_answer", "grade"])
    graph.add_edge("grade", "debrief")
    graph.add_edge("debrief", END)
    return graph


def build(rounds: int) -> Builder:
    """The whole interview over `rounds` rounds, as an uncompiled builder: the seam for tests."""
    graph = StateGraph(InterviewState, context_schema=GraphContext)
    graph.add_node("enter_round", enter_round)
    graph.add_node("round", build_round().compile())
    graph.add_node("committee", committee)
    graph.add_edge(START, "enter_round")
    graph.add_edge("enter_round", "round")
    graph.add_conditional_edges("round", lambda state: after_round(state, rounds), ["enter_round", "committee"])
    graph.add_edge("committee", END)
    return graph
