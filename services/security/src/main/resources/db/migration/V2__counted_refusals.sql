alter table invitation add column untold_refusals integer not null default 0; -- since refusal_told_at
alter table invitation add column refusal_told_at timestamptz;
