create table invitation (
    node        text primary key,
    secret_hash text        not null, -- SHA-256 of the token's secret, hexadecimal
    expires_at  timestamptz not null,
    made_by     text        not null,
    claimed_by  text                  -- signing key that used it; null: still open
);

create table node (
    name              text primary key,
    status            text        not null,
    key_id            text        not null,
    signing_key       text        not null unique,
    sealing_key       text        not null unique,
    enrolled_at       timestamptz not null,
    revoked_at        timestamptz,
    revoke_reason     text,
    access_removed_at timestamptz        -- when Kafka forgot a revoked node's user and ACLs
);

create table revoked_key (
    public_key text primary key,      -- signing or sealing key of a revoked node
    node       text        not null,
    revoked_at timestamptz not null
);

create table tunnel (
    name           text primary key,
    server_node    text not null,
    server_service text not null,
    server_secrets text not null,
    client_node    text not null,
    client_service text not null,
    client_secrets text not null
);

create table psk_rotation (
    id         uuid primary key,           -- version 7: newer ids are greater
    tunnel     text        not null,
    ends       text        not null,       -- JSON, the Tunnel as it was declared when the rotation began
    key_id     text        not null,
    state      text        not null,
    command_id uuid,
    asked_by   text        not null,
    asked_at   timestamptz not null,
    ended_at   timestamptz,
    detail     text
);
create unique index psk_rotation_running on psk_rotation (tunnel) where state in ('ISSUING', 'INSTALLING');
create index psk_rotation_command on psk_rotation (command_id);
create index psk_rotation_tunnel on psk_rotation (tunnel, id);
