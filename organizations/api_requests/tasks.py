"""The kind of work that the API's memory makes owed."""

from organizations.api_requests import forgetting
from organizations.owed_work.kinds import register

register(
    "forget_api_requests",
    queue="default",
    run=forgetting.forget,
    last_step=forgetting.leave_for_later,
    outstanding=forgetting.remembering,
    tries=3,
)
