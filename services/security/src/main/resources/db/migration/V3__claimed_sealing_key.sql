alter table invitation add column claimed_sealing_key text; -- that came with claimed_by
update invitation i set claimed_sealing_key = n.sealing_key
    from node n where n.name = i.node and n.signing_key = i.claimed_by;
