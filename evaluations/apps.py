from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self) -> None:
        from evaluations import opening
        from interviews.events import interview_completed

        interview_completed.connect(opening.on_interview_completed, dispatch_uid="evaluations.opening")
