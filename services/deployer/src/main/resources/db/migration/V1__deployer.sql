create table application (
    name     text primary key,
    declared text not null -- JSON, a DeclaredApplication with its flavors
);

create table deployment (
    id                uuid primary key,     -- version 7: newer ids are greater
    application       text        not null,
    flavor            text        not null,
    version           text        not null,
    target            text        not null, -- JSON, a Target: where and what, frozen when asked
    asked_by          text        not null,
    on_behalf_of      text,
    correlation_id    text,
    idempotency_key   text,
    asked_at          timestamptz not null,
    state             text        not null,
    step              text        not null,
    since             timestamptz not null,
    command_id        uuid,                 -- the command awaited while it runs
    head              text,
    commit_id         text,
    cancelled_by      text,
    cancel_command_id uuid,
    ended_at          timestamptz,
    detail            text
);
create unique index deployment_running on deployment (application, flavor) where state = 'RUNNING';
create unique index deployment_key on deployment (asked_by, idempotency_key) where idempotency_key is not null;
create index deployment_flavor on deployment (application, flavor, id);
create index deployment_cancel on deployment (cancel_command_id) where cancel_command_id is not null;

create table deployment_step (
    deployment_id uuid        not null references deployment (id) on delete cascade,
    number        integer     not null, -- of the step, growing along their order
    command_id    uuid        not null unique references command (id),
    started_at    timestamptz not null,
    ended_at      timestamptz,
    succeeded     boolean,
    detail        text,
    late          text,                 -- what was reported after the step had been given up
    primary key (deployment_id, number)
);
