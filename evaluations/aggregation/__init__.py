"""From the scores of single answers to totals and a recommendation. Pure: the same answers always give the same."""

from evaluations.aggregation.answers import Answer as Answer
from evaluations.aggregation.totals import Totals as Totals
from evaluations.aggregation.totals import aggregate as aggregate
