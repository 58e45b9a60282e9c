-- What each dataset took at the end of each day, for two years; by its guid, so that another one of the same name begins anew.
create table dataset_history (
    node             text        not null,
    dataset          text        not null,
    day              date        not null, -- UTC
    at               timestamptz not null, -- when the last fact of the day was made
    guid             text        not null,
    used_bytes       bigint      not null, -- with all below and all snapshots
    referenced_bytes bigint      not null,
    primary key (node, dataset, day)
);
