-- False when the agent has said that it no longer lists the dataset: its snapshots are gone with it, or out of sight with its pool.
alter table snapshot_list add column listed boolean not null default true;
