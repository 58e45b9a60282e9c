create table note (name text primary key, times integer not null);
create table ended_command (command_id uuid not null, state text not null);
