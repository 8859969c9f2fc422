"""Every error the program raises on purpose, one sentence a class.

MockloopError                 the message is one line for the user: what happened, what was kept, what to do
├── UsageError                the request can't be met as it was put (exit 2)
│   ├── KnowledgeError        a knowledge file is wrong; names file and line
│   ├── PromptError           a prompt file is wrong or was rendered with the wrong variables; names the file
│   ├── TranscriptError       a transcript breaks its schema; says where
│   └── NotFoundError         a session, loop, round or question of that name does not exist
├── StorageError              the data folder can't be read or written, or a database in it is damaged (exit 2)
│   └── DamagedError          a database is damaged
├── SessionBusyError          another process holds the session (exit 4)
└── ProviderError             the model provider failed; all is kept and the session resumes (exit 3)
    └── SpendingError         asking on would cost more than the user allowed
        └── UnwrittenError    the same, when a transcript was rated and only the words were missing
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.domain.verdict import Scorecard


class MockloopError(Exception):
    """An error whose message is one line for the user."""

    exit_status = 70


class UsageError(MockloopError):
    """The request can't be met as it was put."""

    exit_status = 2


class KnowledgeError(UsageError):
    """A knowledge file is wrong; the message names file and line."""


class PromptError(UsageError):
    """A prompt file is wrong, or was rendered with the wrong variables; the message names the file."""


class TranscriptError(UsageError):
    """A transcript breaks its schema; the message says where."""


class NotFoundError(UsageError):
    """Something of that name does not exist."""


class StorageError(MockloopError):
    """The data folder can't be read or written, or a database in it is damaged."""

    exit_status = 2


class DamagedError(StorageError):
    """A database is damaged."""


class SessionBusyError(MockloopError):
    """Another process holds the session."""

    exit_status = 4


class ProviderError(MockloopError):
    """The model provider failed; everything is kept and the session resumes.

    `retryable` says whether trying the same again may help; `answered` that the model did answer, but not with what it
    was asked for: it declined, say, or kept to no form.
    """

    exit_status = 3

    def __init__(self, message: str, *, retryable: bool = True, answered: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable
        self.answered = answered


class SpendingError(ProviderError):
    """Asking on would cost more than the user allowed; nothing was sent, everything is kept."""

    def __init__(self, message: str) -> None:
        super().__init__(message, retryable=False)


class UnwrittenError(SpendingError):
    """A transcript was rated, and its words would cost more than the user allowed; `card` has all but the words."""

    def __init__(self, message: str, card: Scorecard) -> None:
        super().__init__(message)
        self.card = card
