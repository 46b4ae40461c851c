from jobs import authoring
from jobs.models import JobDescription, Origin, Question
from organizations.models import Organization
from organizations.tenancy import organization_schema


def make_job(
    organization: Organization,
    *,
    questions: int = 0,
    own: str = "",
    title: str = "Nurse",
    description: str = "Cares for patients.",
) -> JobDescription:
    """With generated questions that nobody has edited, "Question 1?" and so on."""
    with organization_schema(organization):
        job = authoring.create_job(
            JobDescription(title=title, description=description, custom_questions=own),
            created_by_id="usr_test",
        )
        start = job.questions.count()
        Question.objects.bulk_create(
            Question(
                job=job,
                position=start + number,
                text=f"Question {number}?",
                competency="Care",
                expected_points=["a point"],
                origin=Origin.GENERATED,
            )
            for number in range(1, questions + 1)
        )
        return job


def texts(organization: Organization, job: JobDescription) -> list[str]:
    with organization_schema(organization):
        return list(Question.objects.filter(job_id=job.pk).order_by("position").values_list("text", flat=True))


def get_question(organization: Organization, job: JobDescription, number: int) -> Question:
    with organization_schema(organization):
        return Question.objects.get(job_id=job.pk, position=number)


def fresh(organization: Organization, job: JobDescription) -> JobDescription:
    with organization_schema(organization):
        return JobDescription.objects.get(pk=job.pk)
