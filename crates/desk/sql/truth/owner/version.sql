SELECT coalesce(max(step), 0) FROM public.zamu_migration
