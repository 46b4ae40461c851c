"""Logs of our code and of the libraries go one way: structlog, redacted, as lines for people or as JSON."""

import logging.config
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from interviewai.kernel.redaction import LONGEST, redacted_value

# Added by django-structlog to each request's first line; personal data that nobody needs there.
NEVER_LOGGED = ("ip", "user_agent")
# A fault is told by the end of its traceback, so these may be longer than other values.
TRACEBACKS = ("exception", "stack")
LONGEST_TRACEBACK = 20_000
# Talkative at INFO: one line for each message, query or connection.
QUIET = ("daphne", "celery.worker.strategy", "celery.app.trace", "httpx", "botocore", "faster_whisper", "django.server")


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The last step before rendering, so that the texts of exceptions pass through it too."""
    return {name: redacted_value(value, _longest(name)) for name, value in event.items() if name not in NEVER_LOGGED}


def _longest(name: str) -> int:
    return LONGEST_TRACEBACK if name in TRACEBACKS else LONGEST


SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.UnicodeDecoder(),
)


def configure_logging(log_format: str, level: str) -> None:
    """`log_format` is "json" or "console"; both write to standard error."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(_configuration(log_format, level))


def _configuration(log_format: str, level: str) -> dict[str, Any]:
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*SHARED, structlog.stdlib.ExtraAdder()],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact,
            _renderer(log_format),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"redacted": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "redacted"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {name: {"level": "WARNING"} for name in QUIET},
    }


def _renderer(log_format: str) -> Processor:
    if log_format == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=False)
