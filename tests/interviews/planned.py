"""A question of a frozen plan."""

from interviews.plan import Anchors, PlannedQuestion

QUESTION = PlannedQuestion(
    key="q1",
    text="A page has become slow, and you suspect a database query. What do you do, step by step?",
    type="technical",
    competency="databases",
    expected_points=(
        "measures first and finds the slow query in logs or monitoring",
        "reads the query plan with explain analyze",
        "adds an index on the columns that filter or join",
        "removes repeated queries by joining or prefetching",
        "replicas for reports",
    ),
    anchors=Anchors(low="guesses", middle="names tools", high="explains plans"),
    probe="Who else is slowed down by it, on example.org for instance?",
)
