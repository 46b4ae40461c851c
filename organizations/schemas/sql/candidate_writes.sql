-- What the candidates' pages write: the rows that they add, and the columns that they change. Nothing else is granted to
-- a candidate's role (protect_organization.sql), and a test compares this with what the pages do. A column stays one
-- release longer than the code that writes it: the version before serves beside this one.
-- No status of an interview: it is begun with the organization's role, and ended by a worker (interviews/lifecycle.py).
CREATE OR REPLACE FUNCTION public.candidate_writes() RETURNS TABLE (table_name text, adds_rows boolean, columns text[])
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
VALUES
    ('interviews_interview', false, ARRAY[
        'consented_at', 'consent_version',
        'last_seen_at', 'away_s', 'connection_id', 'pages',
        'started_at', 'review_until', 'end_reason',
        'stored_bytes', 'stored_segments', 'practice_repeats', 'written_characters']),
    ('interviews_turn', true, ARRAY[
        'opened_at', 'deadline_at', 'moments_used',
        'status', 'answered_at', 'end_reason', 'segments_expected',
        'answer_mode', 'typed_text', 'corrected_transcript',
        'faults']),
    -- A longer version of a recording takes the place of its beginning, and is heard anew.
    ('interviews_segment', true, ARRAY[
        'sequence', 'moved_from',
        'storage_key', 'content_type', 'size_bytes', 'duration_ms', 'sha256',
        'status', 'text', 'confidence', 'failures']),
    -- What the candidate says of themselves, sealed; nothing said takes its place, so no row is removed.
    ('interviews_selfidentification', true, ARRAY['sealed'])
$$;
REVOKE ALL ON FUNCTION public.candidate_writes FROM PUBLIC;
