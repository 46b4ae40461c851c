-- The second index that Django gives to each indexed text column: it serves LIKE 'beginning%' alone, which nothing asks
-- of an id. Our schema editor makes none any more (owner_backend/schema.py). One that a model declares has a name of its own.
CREATE OR REPLACE FUNCTION public.drop_like_indexes(schema_name text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found text := (
        SELECT string_agg(indexrelid::regclass::text, ', ')
          FROM pg_depend JOIN pg_index ON indrelid = objid
          JOIN pg_class ON pg_class.oid = indexrelid
          JOIN pg_opclass ON pg_opclass.oid = indclass[0]
         WHERE refclassid = 'pg_namespace'::regclass AND refobjid = schema_name::regnamespace
           AND classid = 'pg_class'::regclass AND relname LIKE '%\_like' AND indnatts = 1 AND NOT indisunique
           AND opcname IN ('varchar_pattern_ops', 'text_pattern_ops'));
BEGIN
    IF found IS NOT NULL THEN
        EXECUTE 'DROP INDEX ' || found;
    END IF;
END $$;
REVOKE ALL ON FUNCTION public.drop_like_indexes FROM PUBLIC;
