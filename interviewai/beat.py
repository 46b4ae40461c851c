"""What is looked for again and again: whatever a lost hint or a dead worker left lying.

`schedule` is the seconds between two looks, or a time of the day (UTC).
"""

from celery.schedules import crontab

BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "resume stalled turns": {"task": "interviews.tasks.resume_stalled_turns", "schedule": 10.0},
    "close overdue interviews": {"task": "interviews.tasks.close_overdue_interviews", "schedule": 30.0},
    "announce started interviews": {"task": "interviews.tasks.announce_missed_starts", "schedule": 10.0},
    "resume waiting interviews": {"task": "interviews.tasks.resume_waiting_interviews", "schedule": 30.0},
    "send invitation mails": {"task": "interviews.tasks.send_due_invitation_mails", "schedule": 30.0},
    "resume question generation": {"task": "jobs.tasks.resume_generation", "schedule": 30.0},
    "resume sandbox runs": {"task": "interviews.tasks.resume_sandbox_runs", "schedule": 5.0},
    "forget API requests": {"task": "organizations.api_requests.tasks.forget_api_requests", "schedule": 600.0},
    "erase unconfirmed accounts": {
        "task": "organizations.people.tasks.erase_unconfirmed_accounts",
        "schedule": crontab(hour=3, minute=30),
    },
    "resume scoring": {"task": "evaluations.tasks.resume_scoring", "schedule": 10.0},
    "deliver due webhooks": {"task": "webhooks.tasks.deliver_due", "schedule": 5.0},
    "send webhook alerts": {"task": "webhooks.tasks.send_alerts", "schedule": 30.0},
}
