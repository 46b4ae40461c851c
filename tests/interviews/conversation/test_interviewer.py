"""What the interviewer says next, decided without a database, a model or a clock."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from interviews.conversation import phrases
from interviews.conversation.interviewer import Ask, Finish, Situation, Suggestion, may_follow_up, next_step
from interviews.plan import Plan, PlannedQuestion
from tests.interviews.planned import QUESTION


def question(key: str) -> PlannedQuestion:
    own = {"key": key, "text": f"Main question {key}?", "expected_points": ("indexes", "plans")}
    return QUESTION.model_copy(update=own | {"probe": f"Probe of {key}?"})


PLAN = Plan(job_id="job_1", title="Engineer", questions=tuple(question(f"q{n}") for n in (1, 2, 3)))
FRESH = Situation(
    plan=PLAN,
    question_key="q1",
    understood=True,
    retries=0,
    follow_ups=0,
    max_follow_ups=2,
    turns_left=20,
    seconds_left=1500,
)
FOLLOW_UP = Suggestion("follow_up", "What else made it faster?", "indexes")


def test_after_an_answer_the_next_main_question_is_asked_word_for_word() -> None:
    assert next_step(FRESH) == Ask("main", "q2", "Main question q2?", "no_follow_up_possible")


def test_a_suggested_follow_up_is_asked_about_the_same_question() -> None:
    step = next_step(FRESH, FOLLOW_UP)
    assert step == Ask("follow_up", "q1", "What else made it faster?", "point_missing", missing_point="indexes")


def test_a_follow_up_that_names_the_missing_point_becomes_the_authored_probe_and_says_why() -> None:
    named = replace(FOLLOW_UP, follow_up="And what about indexes?")
    probe = Ask("follow_up", "q1", "Probe of q1?", "point_missing", missing_point="indexes", withheld="names_a_point")
    assert next_step(FRESH, named) == probe


def test_what_the_candidate_named_may_be_asked_about() -> None:
    step = next_step(replace(FRESH, said="I add an index."), replace(FOLLOW_UP, follow_up="Which index?"))
    assert isinstance(step, Ask)
    assert (step.text, step.withheld) == ("Which index?", None)


def test_the_authored_probe_is_asked_as_it_is_written() -> None:
    written = question("q1").model_copy(update={"probe": "Tell me about indexes: which, and when."})
    situation = replace(FRESH, plan=PLAN.model_copy(update={"questions": (written, *PLAN.questions[1:])}))
    step = next_step(situation, replace(FOLLOW_UP, follow_up=written.probe))
    assert isinstance(step, Ask)
    assert (step.text, step.withheld) == (written.probe, None)


def test_neither_a_probe_nor_a_follow_up_is_asked_twice() -> None:
    for asked in ("And what about indexes?", "Probe of q1?"):
        before = replace(FRESH, follow_ups=1, follow_ups_asked=("Probe of q1?",))
        step = next_step(before, replace(FOLLOW_UP, follow_up=asked))
        assert isinstance(step, Ask)
        assert (step.kind, step.question_key, step.reason) == ("main", "q2", "no_follow_up_fits")
        assert step.withheld in ("names_a_point", "asked_before")


def test_a_follow_up_without_words_or_with_too_many_becomes_the_authored_probe() -> None:
    for words in (None, "  ", "***", "?!", "why " * 200):
        step = next_step(FRESH, replace(FOLLOW_UP, follow_up=words))
        assert isinstance(step, Ask)
        assert step.text == "Probe of q1?"


def test_a_follow_up_without_words_and_without_a_probe_is_not_asked() -> None:
    bare = replace(FRESH, plan=PLAN.model_copy(update={"questions": (without_probe("q1"), *PLAN.questions[1:])}))
    step = next_step(bare, replace(FOLLOW_UP, follow_up=" "))
    assert isinstance(step, Ask)
    assert (step.kind, step.question_key) == ("main", "q2")


def without_probe(key: str) -> PlannedQuestion:
    return question(key).model_copy(update={"probe": ""})


def test_a_third_follow_up_is_never_asked() -> None:
    step = next_step(replace(FRESH, follow_ups=2), FOLLOW_UP)
    assert isinstance(step, Ask)
    assert step.question_key == "q2"


def test_a_follow_up_is_not_asked_at_the_cost_of_a_later_question() -> None:
    assert not may_follow_up(replace(FRESH, seconds_left=150))
    assert not may_follow_up(replace(FRESH, turns_left=2))


def test_what_was_not_understood_is_asked_for_again_and_then_typing_is_offered() -> None:
    unheard = replace(FRESH, understood=False)
    first, second = next_step(unheard), next_step(replace(unheard, retries=1))
    assert isinstance(first, Ask)
    assert isinstance(second, Ask)
    assert (first.text, first.notice) == (phrases.PLEASE_REPEAT, "please_repeat")
    assert (second.text, second.notice) == (phrases.PLEASE_TYPE, "please_type")


def test_after_two_retries_the_interview_goes_on() -> None:
    step = next_step(replace(FRESH, understood=False, retries=2), FOLLOW_UP)
    assert isinstance(step, Ask)
    assert (step.kind, step.question_key) == ("main", "q2")


def test_the_last_question_ends_the_interview() -> None:
    assert next_step(replace(FRESH, question_key="q3")) == Finish("finished")


def test_used_up_time_and_turns_end_the_interview_in_order() -> None:
    assert next_step(replace(FRESH, seconds_left=3), FOLLOW_UP) == Finish("time_budget")
    assert next_step(replace(FRESH, turns_left=0), FOLLOW_UP) == Finish("turn_budget")


@given(
    understood=st.booleans(),
    retries=st.integers(0, 5),
    follow_ups=st.integers(0, 5),
    turns_left=st.integers(-2, 40),
    seconds_left=st.floats(0, 4000),
    suggestion=st.sampled_from([None, FOLLOW_UP, Suggestion("next")]),
)
def test_every_interview_comes_to_its_end_and_no_main_question_is_reworded(
    understood: bool, retries: int, follow_ups: int, turns_left: int, seconds_left: float, suggestion: Suggestion | None
) -> None:
    situation = replace(
        FRESH,
        understood=understood,
        retries=retries,
        follow_ups=follow_ups,
        turns_left=turns_left,
        seconds_left=seconds_left,
    )
    step = next_step(situation, suggestion)
    if isinstance(step, Ask):
        assert turns_left > 0
        assert step.kind != "main" or step.text == PLAN.question(step.question_key).text
        assert step.kind != "retry" or retries < 2
        assert step.kind != "follow_up" or follow_ups < 2
