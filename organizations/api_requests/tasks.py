"""The kind of work that the API's memory makes owed."""

from organizations.api_requests import sweeps
from organizations.owed_work.kinds import register

register(
    "forget_api_requests",
    queue="default",
    run=sweeps.forget,
    last_step=sweeps.leave_for_later,
    outstanding=sweeps.remembering,
    tries=3,
)
