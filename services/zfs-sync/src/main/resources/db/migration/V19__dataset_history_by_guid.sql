-- A dataset that was renamed has its earlier days under another name.
create index dataset_history_guid on dataset_history (node, guid, day);
