-- The sets of staging clones that the newest fleet declares.
create table staging_clones (
    name text primary key,
    node text not null,
    spec text not null -- DeclaredClones as JSON
);

-- Sets on their way to another moment; one at a time of each.
create table refresh (
    id             uuid        primary key,
    name           text        not null,
    spec           text        not null, -- as it was when this one began
    asked_by       text,                 -- null when the schedule asked
    asked_at       timestamptz not null,
    correlation_id text        not null,
    plan           text        not null, -- JSON
    progress       text        not null, -- JSON
    state          text        not null, -- ACTING, DONE, FAILED
    step           text,
    command_id     uuid,
    ended_at       timestamptz
);
create unique index refresh_open on refresh (name) where ended_at is null;
create unique index refresh_command on refresh (command_id);
create index refresh_name on refresh (name, asked_at desc);
