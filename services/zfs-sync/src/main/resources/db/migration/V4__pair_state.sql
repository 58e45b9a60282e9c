-- How each declared pair stood when it was last looked at; there is an event when the state of a row changes.
create table pair_state (
    source_node  text        not null, -- empty for a host that no declared node is
    source       text        not null,
    node         text        not null,
    target       text        not null,
    state        text        not null,
    since        timestamptz not null,
    common       timestamptz, -- when the newest common snapshot was taken; the last one known where there is none now
    last_success timestamptz, -- when a newer common one was last seen to come
    declared     text        not null, -- file:line
    primary key (node, target, source_node, source)
);
