-- Since when each set has its schedule: turns before that were nobody's to miss.
alter table staging_clones add column scheduled_since timestamptz not null default now();
