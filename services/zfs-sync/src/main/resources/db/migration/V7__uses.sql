-- Who uses the datasets of each node, as the newest fleet declares it.
create table node_use (
    node    text primary key,
    mounts  text not null, -- JSON list of DeclaredMount
    exports text not null  -- JSON list of DeclaredExport
);
