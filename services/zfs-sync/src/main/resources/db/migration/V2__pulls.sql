-- The pulls that the fleet's syncoid-args.conf declare, whole or not at all: each fleet replaces all of them.
create table pull (
    node            text    not null, -- the puller, whose folder holds the file
    file            text    not null,
    line            integer not null,
    source_host     text    not null, -- as written; empty for the puller itself
    source_node     text,             -- null when no declared node has that name or address
    source_dataset  text    not null,
    target_dataset  text    not null,
    recursive       boolean not null,
    brings_parent   boolean not null,
    excluded        text    not null, -- JSON list of patterns of source datasets that are not brought
    primary key (node, file, line)
);

-- What is wrong in those files.
create table policy_problem (
    node     text    not null,
    file     text    not null,
    line     integer not null,
    ordinal  integer not null,
    error    boolean not null,
    what     text    not null,
    remedy   text    not null,
    primary key (file, line, ordinal)
);
