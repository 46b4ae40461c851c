from django.apps import AppConfig


class InterviewAIConfig(AppConfig):
    name = "interviewai"

    def ready(self) -> None:
        # They connect themselves to the workers' signals.
        from interviewai.celery import app
        from interviewai.workers import presence, priorities, warming  # noqa: F401
        from organizations import checks  # noqa: F401  (registers itself)

        # Every process knows every task by name: web and commands send them, workers run them.
        app.autodiscover_tasks(force=True)
        app.autodiscover_tasks(["organizations.people"], force=True)
