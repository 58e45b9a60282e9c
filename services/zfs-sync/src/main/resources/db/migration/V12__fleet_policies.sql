-- What fleet.yaml says of a node's snapshots beyond its sanoid.conf.
alter table node_policies add column policies text not null default '[]'; -- JSON list of DeclaredPolicy
