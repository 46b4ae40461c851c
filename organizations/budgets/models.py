"""What organizations spent on a day: one thin table in the public schema. No personal data."""

from typing import Any, ClassVar

from django.db import models

from interviewai.kernel.ids import MAX_LENGTH


class OrganizationDay(models.Model):
    """A column a budget, by its name (see daily.py)."""

    organization_id = models.CharField(max_length=MAX_LENGTH)
    day = models.DateField(help_text="In UTC.")
    interviews = models.BigIntegerField(db_default=0)
    mails = models.BigIntegerField(db_default=0)
    characters = models.BigIntegerField(db_default=0, help_text="Synthesized.")
    tokens = models.BigIntegerField(db_default=0, help_text="Of language models.")
    speech_s = models.BigIntegerField(db_default=0, help_text="Recognized.")

    class Meta:
        db_table = "organization_days"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["organization_id", "day"], name="organization_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.day}"
