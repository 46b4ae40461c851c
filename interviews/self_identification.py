"""What candidates may say of themselves after the interview, for audits of bias and nothing else. Pure.

The categories are those of the EEO-1 report. Nothing said ("") is an answer like the others, and is never filled in.
"""

import json
from dataclasses import dataclass
from enum import StrEnum

TEXT_LENGTH = 64  # Of every text: the length of what is sealed must not tell what it is.


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    ANOTHER = "another"


class RaceEthnicity(StrEnum):
    HISPANIC_OR_LATINO = "hispanic_or_latino"
    WHITE = "white"
    BLACK_OR_AFRICAN_AMERICAN = "black_or_african_american"
    NATIVE_HAWAIIAN_OR_PACIFIC_ISLANDER = "native_hawaiian_or_pacific_islander"
    ASIAN = "asian"
    NATIVE_AMERICAN_OR_ALASKA_NATIVE = "native_american_or_alaska_native"
    TWO_OR_MORE_RACES = "two_or_more_races"


SEXES = {
    Sex.FEMALE: "Female",
    Sex.MALE: "Male",
    Sex.ANOTHER: "Another, or not listed here",
}
RACES_AND_ETHNICITIES = {
    RaceEthnicity.HISPANIC_OR_LATINO: "Hispanic or Latino",
    RaceEthnicity.WHITE: "White",
    RaceEthnicity.BLACK_OR_AFRICAN_AMERICAN: "Black or African American",
    RaceEthnicity.NATIVE_HAWAIIAN_OR_PACIFIC_ISLANDER: "Native Hawaiian or Pacific Islander",
    RaceEthnicity.ASIAN: "Asian",
    RaceEthnicity.NATIVE_AMERICAN_OR_ALASKA_NATIVE: "Native American or Alaska Native",
    RaceEthnicity.TWO_OR_MORE_RACES: "Two or more races",
}


@dataclass(frozen=True)
class Identification:
    """Values of Sex and RaceEthnicity; "" where nothing was said."""

    sex: str = ""
    race_ethnicity: str = ""

    def __bool__(self) -> bool:
        return bool(self.sex or self.race_ethnicity)

    def to_text(self) -> str:
        return json.dumps([self.sex, self.race_ethnicity]).ljust(TEXT_LENGTH)

    @classmethod
    def from_text(cls, text: str) -> "Identification":
        sex, race_ethnicity = json.loads(text)
        return cls(sex, race_ethnicity)
