-- What is too old is looked for at each fact. By the day and not by the moment, which changes with each fact: rows are then rewritten without touching an index.
create index dataset_history_day on dataset_history (node, day);
