-- The rights on one organization's schema, built from the tables that are there: idempotent, run after each migration.
--   <db>_<schema>            every row of every table, but not the record of migrations
--   <db>_<schema>_candidate  the rows of the interview in interviewai.interview_id, in tables interviews_*; and what the
--                            interviewer says (cached by the hash of the words, which one must know to find it). It
--                            reads all of them, and writes what candidate_writes.sql says
CREATE OR REPLACE FUNCTION public.protect_organization(organization_schema text, rights_version text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    staff text := current_database() || '_' || organization_schema;
    candidate text := staff || '_candidate';
    this_interview text := 'current_setting(''interviewai.interview_id'', true)';
    app text := current_database() || '_app';
    interviews oid := to_regclass(format('%I.interviews_interview', organization_schema));
    -- Through pg_depend, which has an index for that: ALL TABLES IN SCHEMA reads pg_class of all organizations.
    tables oid[] := ARRAY(
        SELECT pg_class.oid FROM pg_depend JOIN pg_class ON pg_class.oid = objid
         WHERE refclassid = 'pg_namespace'::regclass AND refobjid = organization_schema::regnamespace
           AND classid = 'pg_class'::regclass AND relkind = 'r');
    names text := (SELECT string_agg(name::regclass::text, ', ') FROM unnest(tables) AS name);
    organization_role text;
    item record;
    visible text;
BEGIN
    FOREACH organization_role IN ARRAY ARRAY[staff, candidate] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = organization_role) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', organization_role);
        END IF;
        -- A membership that is given again makes each session of the application forget those that it knows.
        IF NOT EXISTS (SELECT FROM pg_auth_members WHERE roleid = to_regrole(quote_ident(organization_role))
                       AND member = to_regrole(quote_ident(app)) AND set_option AND NOT inherit_option) THEN
            EXECUTE format('GRANT %I TO %I WITH INHERIT FALSE, SET TRUE', organization_role, app);
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', organization_schema, organization_role);
    END LOOP;
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', names, staff);
    EXECUTE format('REVOKE ALL ON %I.django_migrations FROM %I', organization_schema, staff);
    EXECUTE format('REVOKE ALL ON %s FROM %I', names, candidate);

    FOR item IN
        SELECT pg_class.oid::regclass::text AS name,
               pg_class.oid = interviews AS is_interview,
               relname = 'interviews_cachedspeech' AS is_speech,
               EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'interview_id'
                       AND NOT attisdropped) AS of_interview,
               (SELECT format('%I = (SELECT %I FROM %I.interviews_interview WHERE id = %s)', target.attname,
                              source.attname, organization_schema, this_interview)
                  FROM pg_constraint AS reference
                  JOIN pg_attribute AS source ON source.attrelid = reference.conrelid AND source.attnum = reference.conkey[1]
                  JOIN pg_attribute AS target ON target.attrelid = reference.confrelid AND target.attnum = reference.confkey[1]
                 WHERE reference.contype = 'f' AND reference.conrelid = interviews AND reference.confrelid = pg_class.oid
                 ORDER BY reference.oid LIMIT 1) AS referenced,
               concat_ws(', ', 'SELECT',
                   (SELECT 'INSERT' FROM public.candidate_writes() WHERE table_name = relname AND adds_rows),
                   (SELECT 'UPDATE (' || array_to_string(columns, ', ') || ')'
                      FROM public.candidate_writes() WHERE table_name = relname)) AS verbs
          FROM pg_class WHERE pg_class.oid = ANY (tables) AND relname LIKE 'interviews\_%'
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', item.name);
        EXECUTE format('DROP POLICY IF EXISTS staff ON %s', item.name);
        EXECUTE format('CREATE POLICY staff ON %s TO %I USING (true)', item.name, staff);
        EXECUTE format('DROP POLICY IF EXISTS candidate ON %s', item.name);
        CASE
            WHEN item.is_interview THEN visible := 'id = ' || this_interview;
            WHEN item.of_interview THEN visible := 'interview_id = ' || this_interview;
            WHEN item.is_speech THEN visible := 'true';
            ELSE visible := item.referenced;
        END CASE;
        IF visible IS NOT NULL THEN
            EXECUTE format('CREATE POLICY candidate ON %s TO %I USING (%s)', item.name, candidate, visible);
            EXECUTE format('GRANT %s ON %s TO %I', item.verbs, item.name, candidate);
        END IF;
    END LOOP;
    EXECUTE format('COMMENT ON SCHEMA %I IS %L', organization_schema, 'rights ' || rights_version);
END $$;
REVOKE ALL ON FUNCTION public.protect_organization FROM PUBLIC;
