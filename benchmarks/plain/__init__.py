"""What `make bench` compares the schedule call with: a candidate and an interview created by REST framework alone.

The same models and server program; no key, limits, idempotency, log, organizations or events.
"""
