-- When the first order was made that the agent had not followed: orders that come after it meanwhile do not make it younger.
alter table policy_order add column since timestamptz;
update policy_order set since = to_timestamp(generation / 1000.0);
alter table policy_order alter column since set not null;
alter table policy_order alter column since set default now(); -- for a service of the version before, which does not write it
