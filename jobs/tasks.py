"""The kind of work that jobs make owed."""

from jobs import generation
from organizations.owed_work.kinds import register

register(
    "generate_questions",
    queue="questions",
    run=generation.carry_out,
    last_step=generation.give_up,
    outstanding=generation.unwritten,
    tries=generation.TRIES,
)
