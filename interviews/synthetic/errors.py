"""Why a synthetic candidate could not go on. Messages hold no speech, name or link."""


class CandidateError(Exception):
    pass


class Refused(CandidateError):
    """The server's last word: trying again changes nothing. `code` is the server's own, or the close code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class LineLost(CandidateError):
    """The connection is gone; the next one may hold."""


class GaveUp(CandidateError):
    """Something was waited for that did not come in time."""
