"""What goes wrong with an embedded store, in sentences for the person who started it."""


class EmbeddedError(Exception):
    pass


class AlreadyRunningError(EmbeddedError):
    pass
