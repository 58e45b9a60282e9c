-- What the fleet declares of each node's snapshots: its sanoid.conf as written, and for which datasets Brigade does what stands in it.
create table node_policies (
    node    text primary key,
    file    text, -- null without a sanoid.conf
    text    text,
    managed text not null -- JSON list of datasets; each means all below, too
);

-- The newest FollowPolicies order of each node, and what its agent last said of it.
create table policy_order (
    node       text primary key,
    generation bigint not null,
    content    text   not null -- the order as JSON, with generation 0
);

create table policy_run (
    node       text primary key,
    generation bigint      not null,
    ran_at     timestamptz,
    runs       text        not null, -- JSON list of PolicyRun
    problem    text
);

-- Managed datasets whose policy is not followed; there is an event when a row comes and when it goes.
create table policy_trouble (
    node    text        not null,
    dataset text        not null,
    since   timestamptz not null,
    problem text        not null,
    primary key (node, dataset)
);
