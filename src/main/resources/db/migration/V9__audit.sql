-- The audit trail. An entry is written by the transaction it tells of; the linker gives it its place in the chain soon
-- after. Nothing but place and link is ever changed.
create sequence audit_entry_seq increment by 500;

create table audit_entry (
    id           bigint      not null primary key,
    at           timestamp(6) with time zone not null,
    kind         varchar(40) not null,
    actor        varchar(64) not null,
    organisation varchar(60),
    subject      varchar(200),
    details      text,
    seal         varchar(64) not null,
    -- Null until it is linked.
    place        bigint,
    link         varchar(64)
);

create unique index audit_entry_place on audit_entry (place);
create index audit_entry_at on audit_entry (at);

-- One row: where the chain begins (all before it was erased at the end of its time) and where it ends.
create table audit_chain (
    id          integer     not null primary key,
    erased      bigint      not null,
    erased_link varchar(64) not null,
    last        bigint      not null,
    last_link   varchar(64) not null,
    -- Null until the first entry is linked.
    seal        varchar(64)
);

insert into audit_chain (id, erased, erased_link, last, last_link) values (1, 0, '', 0, '');
