-- A command that was accepted and then no more was heard of is given up, and old ones are forgotten.

alter table command add column heard_at timestamptz;                        -- when a report about it came last, by our clock
alter table command add column silence_ms bigint not null default 3600000;  -- how long it may be silent once accepted
update command set heard_at = now() where state = 'ACCEPTED';

drop index command_open;
create index command_open on command (deadline) where state in ('SENT', 'ACCEPTED');
create index command_sent_at on command (sent_at);
