-- What every service needs: messages to send, messages seen, commands in flight.

create table outbox (
    id         bigint generated always as identity primary key,
    topic      text        not null,
    record_key text        not null,
    headers    text        not null, -- JSON object
    body       bytea,                -- null: a tombstone
    created_at timestamptz not null,
    attempts   integer     not null default 0,
    retry_at   timestamptz,          -- it failed; it and its topic and key wait until then
    put_aside  text                  -- why it can never be sent
);
create index outbox_waiting on outbox (topic, record_key) where retry_at is not null;

create table inbox (
    source      text        not null,
    message_id  text        not null,
    received_at timestamptz not null,
    primary key (source, message_id)
);
create index inbox_received_at on inbox (received_at);

create table command (
    id             uuid primary key,
    node           text        not null,
    type           text        not null,
    subject        text        not null,
    state          text        not null,
    sent_by        text        not null,
    correlation_id text,
    sent_at        timestamptz not null,
    deadline       timestamptz not null,
    accepted_at    timestamptz,
    ended_at       timestamptz,
    reason         text,
    detail         text,
    exit_code      integer,
    result         text,                 -- JSON, a CommandResult
    late           boolean     not null default false
);
create index command_open on command (deadline) where state = 'SENT';

create table command_output (
    command_id    uuid   not null references command (id) on delete cascade,
    sequence      bigint not null,
    lines         text   not null, -- JSON list of OutputLine
    dropped_lines bigint not null,
    primary key (command_id, sequence)
);
