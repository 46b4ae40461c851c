"""What a person types about a job. Every limit is told in a sentence, and what was typed stays in the form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from jobs.generated_questions import POINT_MAX, POINTS_MAX, QUESTIONS_MAX, SPOKEN_MAX, TEXT_MAX
from jobs.livemode import ModeField
from jobs.models import DESCRIPTION_MAX, TITLE_MAX, Difficulty, JobDescription, Question
from jobs.own_questions import lines, one_line


class ProseField(forms.CharField):
    """Several lines of text. A line end counts as one character, as it does in the browser's `maxlength`."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n")) or ""


class SpokenField(ProseField):
    """Text that is read aloud: line ends and runs of blanks are single blanks."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"rows": 2}


class LinesField(ProseField):
    """One entry a line. Cleans to text with one entry a line, without blank lines and repeats."""

    def __init__(self, *, noun: str, most: int, longest: int, **options: Any) -> None:
        self.noun, self.most, self.longest = noun, most, longest
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        return "\n".join(lines(super().to_python(value)))

    def validate(self, value: str) -> None:
        super().validate(value)
        refuse_long_lines(value.split("\n"), self.noun, self.longest)
        if len(value.split("\n")) > self.most:
            raise ValidationError(f"At most {self.most} are possible here; these are {len(value.split(chr(10)))}.")


def refuse_long_lines(entries: Sequence[str], noun: str, longest: int) -> None:
    for number, entry in enumerate(entries, 1):
        if len(entry) > longest:
            raise ValidationError(f"{noun} {number} has {len(entry):,} characters; at most {longest:,} are possible.")


class JobForm(forms.ModelForm[JobDescription]):
    description = ProseField(
        max_length=DESCRIPTION_MAX,
        help_text="What the work is, what one must know and be able to do. The questions are written from this.",
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    class Meta:
        model = JobDescription
        fields = ("title", "industry", "difficulty", "description")
        labels = {"difficulty": "Level"}

    def save_changes(self) -> JobDescription:
        """The stored job; only what this form holds is written, so that a running generation is left alone."""
        self.instance.save(update_fields=[*self.Meta.fields, "updated_at"])
        return self.instance


class NewJobForm(JobForm):
    custom_questions = LinesField(
        noun="Question",
        most=QUESTIONS_MAX,
        longest=SPOKEN_MAX,
        label="Your own questions",
        required=False,
        help_text="One per line. They come first and are asked word for word; the rest is written for you.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta(JobForm.Meta):
        fields = (*JobForm.Meta.fields, "custom_questions")  # type: ignore[assignment]


class QuestionForm(forms.ModelForm[Question]):
    text = SpokenField(label="Question", max_length=SPOKEN_MAX, help_text="Spoken word for word to every candidate.")
    points = LinesField(
        noun="Point",
        most=POINTS_MAX,
        longest=POINT_MAX,
        label="Expected points",
        required=False,
        help_text=(
            "One per line: what a good answer names. Answers are scored against these; without any, coverage gives "
            "no score."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    anchor_low = SpokenField(label="A weak answer", max_length=TEXT_MAX, required=False)
    anchor_middle = SpokenField(label="A fair answer", max_length=TEXT_MAX, required=False)
    anchor_high = SpokenField(label="An excellent answer", max_length=TEXT_MAX, required=False)
    probe = SpokenField(
        label="Follow-up",
        max_length=SPOKEN_MAX,
        required=False,
        help_text="Asked when an expected point is missing.",
    )

    class Meta:
        model = Question
        fields = ("text", "type", "competency", "anchor_low", "anchor_middle", "anchor_high", "probe")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["points"] = "\n".join(self.instance.expected_points)
        self.order_fields(["text", "type", "competency", "points"])

    def filled(self) -> Question:
        self.instance.expected_points = [line for line in self.cleaned_data["points"].split("\n") if line]
        return self.instance

    @property
    def written(self) -> tuple[str, ...]:
        """The model's fields that this form changes."""
        return (*self.Meta.fields, "expected_points")


class ListFilter(forms.Form):
    """Nonsense in the address filters nothing."""

    q = forms.CharField(max_length=TITLE_MAX, required=False)
    level = forms.ChoiceField(choices=[("", "All levels"), *Difficulty.choices], required=False)
    show = forms.ChoiceField(
        choices=[("", "Open jobs"), ("archived", "Archived jobs"), ("all", "All jobs")], required=False
    )
    mode = ModeField()
