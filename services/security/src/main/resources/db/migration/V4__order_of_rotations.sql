-- Rotations are in the order they began: ids are made by a clock, which may be set back.
alter table psk_rotation add column ordinal bigint;
update psk_rotation r set ordinal = o.ordinal
    from (select id, row_number() over (order by id) as ordinal from psk_rotation) o where o.id = r.id;
alter table psk_rotation alter column ordinal set not null;
alter table psk_rotation alter column ordinal add generated always as identity;
select setval(pg_get_serial_sequence('psk_rotation', 'ordinal'), coalesce(max(ordinal), 0) + 1, false) from psk_rotation;
drop index psk_rotation_tunnel;
create index psk_rotation_tunnel on psk_rotation (tunnel, ordinal);

-- A sealed key is handed on, not kept.
update command set result = regexp_replace(result, ',"sealedKey":"([^"\\]|\\.)*"', '') where result like '%,"sealedKey":"%';
