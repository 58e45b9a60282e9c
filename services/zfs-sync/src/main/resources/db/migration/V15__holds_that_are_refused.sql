-- What the source said against the holds of a copy; null when nothing.
alter table transfer add column hold_problem text;
create index transfer_hold on transfer (node, target) where hold_problem is not null;
