from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "interviews"

    def ready(self) -> None:
        from interviews.scheduling import waiting_for_questions
        from jobs.events import questions_ready

        questions_ready.connect(waiting_for_questions.freeze_waiting, dispatch_uid="interviews.waiting")
