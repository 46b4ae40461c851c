-- The application may make an organization's schema, and nothing else of the owner's. `statements` come from template.py.
CREATE OR REPLACE FUNCTION public.create_organization_schema(organization_schema text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    template record;
BEGIN
    IF organization_schema !~ '^org_[0-9a-z]{26}$' THEN
        RAISE EXCEPTION 'An organization''s schema is named after its id.';
    END IF;
    -- FOR SHARE: who prepares the database changes the template after this organization is there to be seen, or before.
    SELECT statements, rights_version INTO STRICT template FROM public.organizations_schematemplate FOR SHARE;
    EXECUTE format('CREATE SCHEMA %I', organization_schema);
    EXECUTE format('SET LOCAL search_path = %I', organization_schema);
    EXECUTE template.statements;
    SET LOCAL search_path = pg_catalog, pg_temp;
    PERFORM public.protect_organization(organization_schema, template.rights_version);
END $$;
REVOKE ALL ON FUNCTION public.create_organization_schema FROM PUBLIC;
