-- Nothing stands open of a failed transfer: that it is over was told, or there was nothing to tell.
alter table transfer add column told_over boolean not null default false;
create index transfer_open_failure on transfer (node, target)
    where ended_at is not null and not told_over and (state = 'FAILED' or state = 'CANCELLED' and before_reason is not null);
