from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "interviews"

    def ready(self) -> None:
        from interviews import waiting
        from jobs.events import questions_ready

        questions_ready.connect(waiting.freeze_waiting, dispatch_uid="interviews.waiting")
