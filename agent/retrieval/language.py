"""Whether a text is English: offline retrieval and grading are made for it, and the user is told where it isn't."""

from __future__ import annotations

import re

NOT_ENGLISH = (
    "That does not read as English. The answer is kept and you can go on as you like; offline, follow-ups and grades "
    "are made for English and will be poor. A model can take other languages."
)

_ENGLISH_WORDS = """
    the a an and or but if of to in on at for from by with as is are was were be been it this that these i you he she
    we they my your our their its not no do did have has had would will can could should so than then what which who
    how why when where all any some more most about over after before because into out up
"""
_OTHER_WORDS = """
    der die das und oder nicht ist sind war ich wir sie ein eine einen dem den des mit für auf aus bei nach über auch
    wenn aber habe haben hat wurde zum zur im vom als
    le la les un une des et ou est sont était je nous vous il elle ils dans pour avec sur par pas que qui du au aux ce
    cette mais j'ai
    el los las una y o es son era yo en con por para del al no que como pero se su lo he ha muy más
    il lo gli uno e è sono ho abbiamo con per di da del della dei nel che non ma anche questo
    o os as um uma eu nós em com da dos das foi não mais mas você
    de het een en van ik wij zijn niet met voor op ook maar dat die werd
    och att det som jag vi har inte på av til og ikke jeg er
    nie jest i w na z się że do to był jak
    ve bir bu için ile çok ben biz
"""
"""Common words of other languages in Latin letters; those that are common in English too are taken out below."""
_SHARED_WORDS = "a no i to do he as in on at is die war her o e y w"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_OTHERS = frozenset(_OTHER_WORDS.split()) - frozenset(_SHARED_WORDS.split())
_FEWEST = 6
"""Words; a shorter text is taken for English."""
_SHARE = 0.15
"""Of all words the share of another language's common ones from which a text is not English. Running text of such a
language has 0.25 and more; English with names, code and note form has less than 0.05."""
_CODE = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def is_english(text: str) -> bool:
    """Whether a text reads as English; True in doubt, since nobody should be told otherwise without need."""
    words = _WORD.findall(_CODE.sub(" ", text).lower().replace("’", "'"))
    letters = sum(len(word) for word in words)
    foreign = sum(not _latin(letter) for word in words for letter in word)
    if foreign > letters / 2:
        return foreign < _FEWEST
    if len(words) < _FEWEST:
        return True
    others, english = (sum(word in known for word in words) / len(words) for known in (_OTHERS, _ENGLISH))
    return others < _SHARE or others <= 1.5 * english


def _latin(letter: str) -> bool:
    return ord(letter) < 0x250
