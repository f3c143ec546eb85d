-- What the security administrator looks after: one row for each kind of thing, who did it and day in China.
create sequence security_alert_seq increment by 1;

create table security_alert (
    id           bigint      not null primary key,
    kind         varchar(30) not null,
    actor        varchar(64) not null,
    on_day       date        not null,
    organisation varchar(60),
    -- What it was done to the last time.
    subject      varchar(200),
    occurrences  integer     not null,
    first_at     timestamp(6) with time zone not null,
    last_at      timestamp(6) with time zone not null,
    -- COUNTING: not yet as often as to be told of.
    state        varchar(10) not null,
    checked_by   varchar(64),
    checked_at   timestamp(6) with time zone,
    note         varchar(500),
    constraint security_alert_once unique (actor, on_day, kind)
);

create index security_alert_list on security_alert (state, last_at, id);
create index security_alert_day on security_alert (on_day);

-- One row: up to which place of the audit trail it has been looked at. What is there already is not looked at any more.
create table security_watch (
    id    integer not null primary key,
    place bigint  not null
);

insert into security_watch (id, place) select 1, last from audit_chain;
