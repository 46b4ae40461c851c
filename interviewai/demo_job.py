"""The job of the demo organization, written as a recruiter would."""

from jobs.models import Difficulty, JobDescription, Question, QuestionType


def description() -> JobDescription:
    return JobDescription(
        title="Backend Developer",
        industry="Software",
        difficulty=Difficulty.MIDDLE,
        description=(
            "You build and run web services in Python and Django on Postgres. You design data models and interfaces, "
            "find out why something is slow, write tests, and explain your decisions to colleagues in other trades."
        ),
    )


def questions(job: JobDescription) -> list[Question]:
    return [
        Question(
            job=job,
            text="Please describe a service that you built and the most important design decision in it.",
            type=QuestionType.TECHNICAL,
            competency="System design",
            expected_points=[
                "names what the service does and who uses it",
                "states one concrete design decision",
                "compares it with an alternative",
                "tells how it turned out, with a number or an observation",
            ],
            anchor_low="Speaks of a service in general, without a decision of their own.",
            anchor_middle="Names a decision and a reason for it.",
            anchor_high="Weighs a decision against an alternative and says what came of it.",
            probe="What was the alternative, and why did you decide against it?",
        ),
        Question(
            job=job,
            text="A page that reads from the database has become slow. How do you find out why?",
            type=QuestionType.TECHNICAL,
            competency="Troubleshooting",
            expected_points=[
                "measures before changing anything",
                "looks at the queries and their plans",
                "checks indexes and the number of queries",
                "verifies the improvement afterwards",
            ],
            anchor_low="Guesses at a fix, such as a bigger server or a cache.",
            anchor_middle="Measures and looks at the queries.",
            anchor_high="Narrows it down step by step, names tools, and verifies the result.",
            probe="Which tool would you open first, and what would you look for in it?",
        ),
        Question(
            job=job,
            text="Tell me about a time when you disagreed with a colleague about a technical question.",
            type=QuestionType.BEHAVIORAL,
            competency="Collaboration",
            expected_points=[
                "describes the situation",
                "says what they did themselves",
                "shows that they understood the other view",
                "tells the outcome and what they learned",
            ],
            anchor_low="Stays general, or speaks only of the other person's mistake.",
            anchor_middle="Describes a real disagreement and how it ended.",
            anchor_high="Explains both views fairly, their own part, and what they do differently since.",
            probe="What did you do yourself to settle it?",
        ),
        Question(
            job=job,
            text="Explain to somebody who does not write software what a database index is.",
            type=QuestionType.COMMUNICATION,
            competency="Explaining",
            expected_points=[
                "uses a comparison from everyday life",
                "says what becomes faster",
                "says what it costs",
                "avoids jargon or explains it",
            ],
            anchor_low="Uses terms that a layperson does not know.",
            anchor_middle="Gives an understandable comparison.",
            anchor_high="Gives a fitting comparison, with its benefit and its price, in plain words.",
            probe="And why does one not simply index everything?",
        ),
    ]
