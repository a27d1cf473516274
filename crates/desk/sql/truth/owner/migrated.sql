INSERT INTO public.zamu_migration (step) VALUES ($1)
