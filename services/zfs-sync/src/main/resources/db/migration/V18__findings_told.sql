-- What an event has told of and none has called over: maybe a finding of another kind, which stood before.
alter table pair_finding add column open_kind text, add column open_words text;
update pair_finding set open_kind = kind, open_words = words where told;
alter table pair_finding drop column told;
