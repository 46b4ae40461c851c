"""What both ways of taking work have in common: piece by piece (claims.py), and by the dozen (batches.py)."""

# Rows that somebody is just writing are left to the next look: nobody waits for a slow transaction.
RIPEN = """
UPDATE owed_work SET ready = true WHERE id IN (
    SELECT id FROM owed_work WHERE queue = %(queue)s AND NOT ready AND due_at <= %(now)s
    ORDER BY due_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
"""
# The organizations that have something there: one probe of the index each, however much it is.
WAITING = """
WITH RECURSIVE waiting (organization_id) AS (
    (SELECT organization_id FROM owed_work WHERE queue = %(queue)s AND ready ORDER BY organization_id LIMIT 1)
    UNION ALL
    SELECT (SELECT organization_id FROM owed_work
             WHERE queue = %(queue)s AND ready AND organization_id > waiting.organization_id
             ORDER BY organization_id LIMIT 1)
      FROM waiting WHERE waiting.organization_id IS NOT NULL
)"""
# A lease that ends much later than any that is given now was given by a clock that was wrong.
FREE = "(work.lease_until IS NULL OR work.lease_until <= %(now)s OR work.lease_until > %(latest)s)"
