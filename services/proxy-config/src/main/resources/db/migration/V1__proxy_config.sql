-- The one row whose lock every change of the bans takes, so that orders leave in the order of their generations.
create table ban_list (
    only_row   boolean primary key default true check (only_row),
    generation bigint not null
);
insert into ban_list (generation) values (0);

create table never_ban (
    network text not null,
    reason  text not null,
    primary key (network, reason)
);

create table enrolled_node (
    node     text primary key,
    key_id   text        not null,
    enrolled boolean     not null,
    told_at  timestamptz not null -- envelope time, so that older news is left out
);

create table proxy (
    node               text primary key,
    ordered_since      timestamptz,
    ordered_generation bigint not null default 0,
    applied_generation bigint not null default 0,
    problem            text,
    problem_generation bigint not null default 0,
    fact_at            timestamptz
);

create table ban (
    id             uuid primary key,
    network        text        not null, -- canonical CIDR
    range          cidr generated always as (network::cidr) stored,
    reason         text        not null,
    added_by       text        not null,
    added_at       timestamptz not null,
    until          timestamptz,          -- null: until lifted
    generation     bigint      not null, -- of the first order it was in
    ended_at       timestamptz,
    ended_how      text,
    ended_by       text
);
create unique index ban_network on ban (network) where ended_at is null;
create index ban_until on ban (until) where ended_at is null;
create index ban_range on ban using gist (range inet_ops);

-- One row per ban and proxy once it was ever enforced there; missing_since is set while it is not.
create table enforcement (
    ban_id        uuid not null references ban (id),
    node          text not null references proxy (node) on delete cascade,
    since         timestamptz,
    missing_since timestamptz,
    primary key (ban_id, node)
);
