-- The fleet as taken over, whole; one row.
create table fleet (
    name        text primary key,
    repository  text        not null,
    commit_id   text        not null,
    body        text        not null, -- JSON, a FleetDeclared
    imported_at timestamptz not null
);

create table fleet_import (
    id         uuid primary key,
    repository text        not null,
    revision   text        not null,
    commit_id  text,                 -- null: no commit could be read
    outcome    text        not null,
    detail     text,
    problems   text        not null, -- JSON list of Problem
    asked_by   text        not null,
    at         timestamptz not null
);
create index fleet_import_at on fleet_import (at);

create table site (
    name        text primary key,
    description text
);

create table declared_node (
    name      text primary key,
    kind      text not null,
    site      text not null,
    host      text,
    vmid      integer,
    roles     text not null, -- JSON list
    addresses text not null, -- JSON list
    watch     text not null, -- JSON, a Watch
    proxmox   text           -- JSON, a ProxmoxGuest
);

-- What each node's agent is told to watch.
create table observation (
    node       text primary key,
    generation bigint not null,
    watch      text   not null, -- JSON, a Watch
    key_id     text             -- of the enrolled node; null: its orders topic may not exist
);

create table presence (
    node          text primary key,
    state         text        not null,
    first_seen_at timestamptz not null,
    last_seen_at  timestamptz not null,
    interval_ms   bigint      not null,
    lost_after    timestamptz not null,
    lost_since    timestamptz,
    said          text        not null -- JSON, the newest PresenceFact
);
create index presence_lost_after on presence (lost_after) where state = 'ONLINE';

create table fact (
    node        text        not null,
    kind        text        not null,
    part        text        not null,
    body        text        not null, -- JSON
    observed_at timestamptz not null,
    primary key (node, kind, part)
);

-- The journal. Rows are added under a lock that is held until commit, so they become visible in the order of their sequence.
create table event (
    sequence       bigint generated always as identity primary key,
    source         text        not null,
    id             text        not null,
    type           text        not null,
    node           text,
    subject        text,
    time           timestamptz not null,
    correlation_id text,
    causation_id   text,
    body           text        not null, -- JSON
    unique (source, id)
);
create index event_node on event (node, sequence);
create index event_type on event (type, sequence);
create index event_correlation on event (correlation_id, sequence);
create index event_time on event (time);

-- Every machine that is declared or was ever seen.
create view node as
select coalesce(d.name, p.node) as name,
       d.name is not null       as declared,
       coalesce(p.state, 'NEVER_SEEN') as status,
       d.kind, d.site, d.host, d.vmid, d.roles, d.addresses, d.watch, d.proxmox,
       p.first_seen_at, p.last_seen_at, p.lost_since, p.said
from declared_node d
full join presence p on p.node = d.name;

create view site_summary as
select s.name,
       s.description,
       count(*) filter (where n.kind = 'host')         as hosts,
       count(*) filter (where n.kind = 'guest')        as guests,
       count(*) filter (where n.status = 'ONLINE')     as online,
       count(*) filter (where n.status = 'LOST')       as lost,
       count(*) filter (where n.status = 'NEVER_SEEN') as never_seen
from site s
left join node n on n.site = s.name
group by s.name, s.description;
