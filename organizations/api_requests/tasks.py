from organizations.api_requests import sweeps
from organizations.tasks import sweep_task


@sweep_task(queue="default")
def forget_api_requests() -> None:
    sweeps.forget()
