"""What is asked for again and again, in case that a hint was lost or a worker died.

`schedule` is the seconds between two times, or a time of the day (UTC).
"""

from typing import Any

from celery.schedules import crontab

LOOK_FOR_OWED_WORK_S = {
    "live": 2.0,
    "speech": 5.0,
    "scoring": 5.0,
    "questions": 5.0,
    "mail": 5.0,
    "default": 5.0,
    "sandbox": 5.0,
    "webhooks": 5.0,
}


def _look(queue: str, seconds: float) -> dict[str, Any]:
    return {
        "task": "organizations.owed_work.tasks.work",
        "args": (queue,),
        "schedule": seconds,
        "options": {"queue": queue, "expires": seconds},
    }


BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    **{f"look for {queue} work": _look(queue, seconds) for queue, seconds in LOOK_FOR_OWED_WORK_S.items()},
    "audit owed work": {
        "task": "organizations.owed_work.tasks.audit_owed_work",
        "schedule": 30.0,
        "options": {"queue": "default"},
    },
    "erase unconfirmed accounts": {
        "task": "organizations.people.tasks.erase_unconfirmed_accounts",
        "schedule": crontab(hour=3, minute=30),
    },
}
