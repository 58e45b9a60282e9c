-- What was written since the snapshot before; null from agents that do not tell.
alter table snapshot add column written_bytes bigint;

-- What fleet.yaml expects of the puller's copies.
alter table pull add column copies text not null default '[]'; -- JSON list of DeclaredCopy

-- Where snapshots of a dataset that was renamed are looked for.
create index snapshot_identity on snapshot (node, guid);

-- What keeps a copy from being brought up to date, as long as it does.
create table pair_finding (
    source_node text        not null,
    source      text        not null,
    node        text        not null,
    target      text        not null,
    kind        text        not null,
    words       text        not null,
    since       timestamptz not null,
    told        boolean     not null, -- facts of one machine come one after the other: what is gone at the second look is never told
    primary key (node, target, source_node, source)
);

-- Plans that were approved and are carried out; one at a time for a copy.
create table repair (
    id             uuid        primary key,
    source_node    text        not null,
    source         text        not null,
    node           text        not null,
    target         text        not null,
    approved_by    text,                 -- null when nothing could be lost
    approved_at    timestamptz not null,
    correlation_id text        not null,
    plan           text        not null, -- digest
    finding_kind   text        not null,
    finding_words  text        not null,
    deeds          text        not null, -- JSON list of StoredDeed
    done           integer     not null,
    lost_bytes     bigint      not null,
    state          text        not null, -- ACTING, DONE, FAILED
    command_id     uuid,
    reason         text,
    detail         text,
    ended_at       timestamptz
);
create unique index repair_open on repair (node, target) where ended_at is null;
create unique index repair_command on repair (command_id);
create index repair_pair on repair (node, target, approved_at desc);
