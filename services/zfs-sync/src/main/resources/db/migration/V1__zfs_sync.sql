-- What the nodes' facts say. fact keeps each key's newest time, so that an older one that comes late is left out.
create table fact (
    record_key  text primary key,
    observed_at timestamptz not null
);

create table pool (
    node                  text    not null,
    name                  text    not null,
    guid                  text    not null,
    health                text,
    size_bytes            bigint  not null,
    allocated_bytes       bigint  not null,
    free_bytes            bigint  not null,
    fragmentation_percent integer not null,
    primary key (node, name)
);

create table dataset (
    node             text   not null,
    name             text   not null,
    pool             text generated always as (split_part(name, '/', 1)) stored,
    guid             text   not null,
    type             text,
    used_bytes       bigint not null,
    available_bytes  bigint not null,
    referenced_bytes bigint not null,
    origin           text,
    mount_point      text,
    primary key (node, name)
);
create index dataset_pool on dataset (pool);

create table snapshot (
    node       text        not null,
    dataset    text        not null,
    name       text        not null,
    guid       text        not null,
    create_txg bigint      not null,
    creation   timestamptz not null,
    used_bytes bigint      not null,
    holds      text        not null, -- JSON list of tags
    clones     text        not null, -- JSON list of datasets
    reason     text,                 -- of snapshots by hand, as their user properties say
    expires_at timestamptz,
    primary key (node, dataset, name)
);
create index snapshot_age on snapshot (node, dataset, create_txg);

-- One row per dataset that was ever listed; it stays when the dataset is gone, with no snapshots.
create table snapshot_list (
    node        text        not null,
    dataset     text        not null,
    snapshots   bigint      not null,
    used_bytes  bigint      not null,
    newest      text,
    newest_at   timestamptz,
    observed_at timestamptz not null,
    bookmarks   text        not null, -- JSON list of Bookmark
    primary key (node, dataset)
);

create table snapshot_request (
    id              uuid primary key,
    node            text        not null,
    dataset         text        not null,
    name            text        not null,
    recursive       boolean     not null,
    reason          text        not null,
    expires_at      timestamptz not null,
    asked_by        text        not null,
    asked_at        timestamptz not null,
    correlation_id  text,
    idempotency_key text,
    command_id      uuid,
    state           text        not null,
    detail          text
);
create unique index snapshot_request_name on snapshot_request (node, name);
create unique index snapshot_request_key on snapshot_request (asked_by, idempotency_key);
create unique index snapshot_request_command on snapshot_request (command_id);

create table expiring_snapshot (
    request_id  uuid        not null references snapshot_request (id),
    dataset     text        not null,
    node        text        not null,
    name        text        not null,
    guid        text        not null,
    creation    timestamptz not null,
    reason      text        not null,
    expires_at  timestamptz not null,
    state       text        not null, -- WAITING, DESTROYING, KEPT, DESTROYED, GONE
    command_id  uuid,                 -- the destroy command under way
    attempts    integer     not null,
    not_before  timestamptz not null,
    detail      text,
    ended_at    timestamptz,
    freed_bytes bigint      not null,
    primary key (request_id, dataset)
);
create unique index expiring_snapshot_name on expiring_snapshot (node, dataset, name);
create index expiring_snapshot_due on expiring_snapshot (greatest(expires_at, not_before))
    where state in ('WAITING', 'KEPT');
