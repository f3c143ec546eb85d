-- How often somebody has failed to sign in, and where each has signed in before. Names and places are keyed hashes.
create table sign_in_attempts (
    bucket varchar(64) not null primary key,
    failures integer not null,
    blocked_until timestamp with time zone not null,
    day_failures integer not null,
    day_since timestamp with time zone not null,
    last_at timestamp with time zone not null
);

create index sign_in_attempts_last_at on sign_in_attempts (last_at);

create table known_place (
    owner varchar(64) not null,
    place varchar(64) not null,
    seen timestamp with time zone not null,
    primary key (owner, place)
);

create index known_place_seen on known_place (seen);
