from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self) -> None:
        from evaluations import start_evaluation
        from interviews.events import interview_completed

        interview_completed.connect(start_evaluation.on_interview_completed, dispatch_uid="evaluations.opening")
