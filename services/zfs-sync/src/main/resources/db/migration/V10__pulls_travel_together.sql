-- Small pulls from one machine to another share a command.
drop index transfer_command;
create index transfer_command on transfer (command_id);
