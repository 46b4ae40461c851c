"""What can go wrong with a provider. Messages hold no speech, transcript, name or key: they may be logged.

ProviderError
├── retryable:     ProviderTimeout, ProviderUnavailable, RateLimited
└── not retryable: BadCredentials, InvalidInput, InvalidOutput, Unsupported, ModelIntegrityError
"""


class ProviderError(Exception):
    """`retryable`: the same call may succeed later. `retry_after_s`: how long the provider asked us to wait."""

    code = "provider_error"
    retryable = False

    def __init__(
        self, message: str, *, provider: str, retryable: bool | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message)
        self.provider = provider
        self.retry_after_s = retry_after_s
        if retryable is not None:
            self.retryable = retryable


class ProviderTimeout(ProviderError):
    code = "timeout"
    retryable = True


class ProviderUnavailable(ProviderError):
    code = "unavailable"
    retryable = True


class RateLimited(ProviderError):
    code = "rate_limited"
    retryable = True


class BadCredentials(ProviderError):
    code = "bad_credentials"


class InvalidInput(ProviderError):
    """The caller's input is the fault (no audio, empty text): no other provider would accept it."""

    code = "invalid_input"


class InvalidOutput(ProviderError):
    """A language model did not answer in the shape that was asked for."""

    code = "invalid_output"


class Unsupported(ProviderError):
    """A language, an audio format or a prompt that this provider does not know."""

    code = "unsupported"


class ModelIntegrityError(ProviderError):
    """A model file is not the one it should be. It is never loaded."""

    code = "model_integrity"


class ConfigurationError(ValueError):
    """A setting is wrong. The message is a sentence for the person who runs the system."""
