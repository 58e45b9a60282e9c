-- The disks of each node as it last told of them.
create table disk (
    node   text        not null,
    id     text        not null, -- serial number, or the kernel's name of one that has none
    told   text        not null, -- Disk as JSON
    health text        not null, -- OK, WORN, FAILING, UNKNOWN
    signs  text        not null, -- JSON list
    since  timestamptz not null,
    primary key (node, id)
);
