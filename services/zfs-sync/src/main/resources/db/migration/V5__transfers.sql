-- What matters of a dataset where something is received; as the facts say.
alter table dataset add column resume_token text;
alter table dataset add column written_bytes bigint not null default 0;
alter table dataset add column encrypted boolean not null default false;

-- The newest snapshot that two datasets have in common is looked for by guid.
create index snapshot_guid on snapshot (node, dataset, guid);

-- How the line has its copies brought.
alter table pull add column transport text not null default '{"bytesPerSecond":0,"objection":"it was not read yet"}'; -- JSON of Transport
alter table pull add column pulled text not null default '[]'; -- JSON list of datasets that Brigade brings up to date

-- Copies on their way to be as new as their sources; one at a time into a dataset.
create table transfer (
    id              uuid        primary key,
    source_node     text        not null,
    source          text        not null,
    node            text        not null,
    target          text        not null,
    asked_by        text,                 -- null when zfs.pull of fleet.yaml asks
    asked_at        timestamptz not null,
    correlation_id  text,
    before_reason   text,                 -- how the pair's last transfer failed; null when it did not
    before_failures integer     not null,
    state           text        not null, -- QUEUED, PULLING, DONE, FAILED, CANCELLED
    not_before      timestamptz,
    expected        text,                 -- the guid that the target's facts must show first
    patient_until   timestamptz,
    discard_partial boolean     not null,
    command_id      uuid,
    step_kind       text,
    step_from       text,
    step_to         text,
    cancelled_by    text,
    steps           integer     not null,
    bytes           bigint      not null,
    failures        integer     not null,
    reason          text,
    detail          text,
    ended_at        timestamptz
);
create unique index transfer_open on transfer (node, target) where ended_at is null;
create unique index transfer_command on transfer (command_id);
create index transfer_pair on transfer (node, target, asked_at desc);
create index transfer_ended on transfer (ended_at) where ended_at is not null;
