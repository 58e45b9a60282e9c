-- Since when each set has its schedule: turns before that were nobody's to miss.
alter table staging_clones add column scheduled_since timestamptz not null default now();

-- Of which pool the date of the last scrub is: zpool status tells it no more once there was a resilver or another scrub has begun.
alter table pool_status add column pool_guid text;

alter table pool_state add column unscrubbed boolean not null default false;
