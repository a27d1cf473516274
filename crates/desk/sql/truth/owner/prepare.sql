CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE TABLE IF NOT EXISTS public.zamu_migration (step bigint NOT NULL PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
REVOKE ALL ON public.zamu_migration FROM PUBLIC;
-- Roles belong to the whole server: another database of it may have made this one, or be making it now.
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'zamu_desk') THEN
        CREATE ROLE zamu_desk NOLOGIN;
    END IF;
EXCEPTION
    WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
