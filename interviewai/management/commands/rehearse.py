import asyncio
import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evaluations.models import Evaluation
from evaluations.results import results
from interviewai.embedded import discovery
from interviewai.kernel.errors import DomainError
from interviews import access
from interviews.models import Interview
from interviews.scheduling import invitations
from interviews.synthetic import performance
from interviews.synthetic.characters import CHARACTERS
from interviews.synthetic.client import Way
from interviews.synthetic.conversation import Conversation, Pace
from interviews.synthetic.errors import CandidateError
from interviews.synthetic.links import Link
from jobs.models import JobDescription
from organizations.models import Organization
from organizations.tenancy import organization_schema, shared_schema
from providers.errors import ConfigurationError, ProviderError

LOOK_AGAIN_S = 0.3
PRINTED = ("interview_id", "status", "scores", "recommendation", "turns")


class Command(BaseCommand):
    help = (
        "A synthetic candidate takes a whole interview of the system that `make run` has started: it opens the link, "
        "speaks, and reads the evaluation. Exit status 0 only when the interview was completed and evaluated."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--character", choices=[*CHARACTERS, "all"], default="strong")
        parser.add_argument("--link", help="an interview's link; without it, one is made in the first organization")
        parser.add_argument("--way", choices=["auto", "websocket", "http"], default="auto")
        parser.add_argument(
            "--speed", type=float, default=0.0, help="1 is real time; 0, the default, waits for nothing"
        )
        parser.add_argument("--real-time", action="store_const", const=1.0, dest="speed", help="the same as --speed 1")
        parser.add_argument("--patience", type=float, default=180.0, help="seconds for each thing the server has to do")
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(
        self,
        *,
        character: str,
        link: str | None,
        way: Way,
        speed: float,
        patience: float,
        json: bool,
        **_options: Any,
    ) -> None:
        if link and character == "all":
            raise CommandError("A link opens one interview: name one character for it.")
        refuse_when_nothing_runs()
        self.is_quiet = json
        self.pace = Pace(speed=speed, patience_s=patience)
        self.way = way
        names = list(CHARACTERS) if character == "all" else [character]
        documents = [self.rehearse(name, link) for name in names]
        if json:
            self.stdout.write(as_json(documents if character == "all" else documents[0]))

    def rehearse(self, character: str, link: str | None) -> dict[str, Any]:
        organization, interview, url = opened(link) if link else created(character)
        self.say("note", f"{character}, interview {interview.id}")
        conversation = self.conversation(character, organization, interview, Link.parse(url))
        try:
            asyncio.run(conversation.take())
        except (CandidateError, ProviderError) as error:
            raise CommandError(f"The interview was not completed: {error}") from error
        document = evaluated(organization, interview.id, self.pace.patience_s)
        self.report(document)
        return document

    def conversation(
        self, character: str, organization: Organization, interview: Interview, link: Link
    ) -> Conversation:
        with organization_schema(organization):
            plan = interview.frozen_plan
        try:
            return performance.conversation(
                character,
                link,
                ai=settings.AI,
                tier=interview.tier,
                language=interview.language,
                plan=plan,
                way=self.way,
                pace=self.pace,
                tell=self.say,
            )
        except ConfigurationError as error:
            raise CommandError(str(error)) from error

    def say(self, speaker: str, text: str) -> None:
        if self.is_quiet:
            return
        if speaker == "note":
            self.stdout.write(f"-- {text}")
        else:
            self.stdout.write(f"{speaker:>11}  {text}")
        self.stdout.flush()

    def report(self, document: dict[str, Any]) -> None:
        if self.is_quiet:
            return
        self.stdout.write("")
        for line in evaluation_lines(document):
            self.stdout.write(line)
        self.stdout.write("")


def refuse_when_nothing_runs() -> None:
    if discovery.running_state(settings.INTERVIEWAI_HOME) is None:
        raise CommandError(
            f"Nothing is running in {settings.INTERVIEWAI_HOME}. Start it with `make run`, "
            "or set INTERVIEWAI_HOME to where it runs."
        )


def created(character: str) -> tuple[Organization, Interview, str]:
    """A new interview of the first job in the first organization: the demo, after `make run`."""
    with shared_schema():
        organization = Organization.objects.order_by("created_at").first()
    if organization is None:
        raise CommandError("There is no organization yet: `make run` makes one, or sign up.")
    with organization_schema(organization):
        job = JobDescription.objects.filter(archived_at=None).order_by("created_at").first()
        if job is None:
            raise CommandError(f"{organization.name} has no job description yet.")
        try:
            interview, token = invitations.create_interview(job, candidate_name=f"Rehearsal: {character}")
        except DomainError as error:
            raise CommandError(error.message) from error
    return organization, interview, invitations.link(token)


def opened(url: str) -> tuple[Organization, Interview, str]:
    """The interview behind a link of this installation: the evaluation is read from its database."""
    try:
        found = access.find(Link.parse(url).token)
    except (DomainError, CandidateError) as error:
        raise CommandError(f"The link cannot be used: {error}") from error
    with organization_schema(found.organization):
        interview = Interview.objects.select_related("plan").get(id=found.interview_id)
    if interview.status == Interview.Status.COMPLETED:
        raise CommandError("The link is used up: its interview was completed before.")
    return found.organization, interview, url


def evaluated(organization: Organization, interview_id: str, patience_s: float) -> dict[str, Any]:
    give_up_at = time.monotonic() + patience_s
    while time.monotonic() < give_up_at:
        with organization_schema(organization):
            interview = Interview.objects.select_related("plan", "candidate").get(id=interview_id)
            ready = Evaluation.objects.filter(interview=interview, status=Evaluation.Status.READY).exists()
            if ready and interview.status == Interview.Status.COMPLETED:
                document = results(interview)
                return {name: document[name] for name in PRINTED}
        time.sleep(LOOK_AGAIN_S)
    raise CommandError(
        f"The interview is {interview.status}, and it was not evaluated within {patience_s:.0f} s. "
        f"See {settings.INTERVIEWAI_HOME}/logs."
    )


def evaluation_lines(document: dict[str, Any]) -> Iterator[str]:
    yield f"Recommendation: {document['recommendation']}"
    yield f"Scores (0-100): {', '.join(f'{name} {shown(value)}' for name, value in document['scores'].items())}"
    for turn in document["turns"]:
        yield f"  {turn['question_key']:<4} {shown(turn['score']):>4}  {turn['status']:<22} {turn['feedback']}"


def shown(score: float | None) -> str:
    return "-" if score is None else f"{score:g}"


def as_json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
