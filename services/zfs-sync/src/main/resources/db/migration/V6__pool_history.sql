-- How full each pool was: the highest level of each hour for two weeks and of each day for two years, so at most 1068 rows a pool.
create table pool_history (
    node            text        not null,
    pool            text        not null,
    span            text        not null, -- hour, day
    slot            timestamptz not null, -- its begin, UTC
    at              timestamptz not null, -- when the level was so
    guid            text        not null,
    size_bytes      bigint      not null,
    allocated_bytes bigint      not null,
    primary key (node, pool, span, slot)
);

-- What zpool status says of the devices of each pool; none from an agent that does not tell.
create table pool_status (
    node        text not null,
    name        text not null,
    state       text not null,
    scrubbed_at timestamptz,   -- when the last scrub ended
    data_errors bigint,        -- null when it was not said
    devices     text not null, -- JSON list of those that are not well
    primary key (node, name)
);

-- How each pool stood when it was last looked at; there is an event when its space, health or devices change.
create table pool_state (
    node         text        not null,
    pool         text        not null,
    space        text        not null,
    since        timestamptz not null,
    health       text,
    devices      text        not null, -- JSON list of the names of those that are not well
    damaged      boolean     not null,
    health_since timestamptz not null,
    outlook      text        not null,
    fills_early  timestamptz,
    fills_likely timestamptz,
    fills_late   timestamptz,
    primary key (node, pool)
);
