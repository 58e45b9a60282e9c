-- The platform forgets old commands and their output; the history of deployments stays.
alter table deployment_step drop constraint deployment_step_command_id_fkey;
