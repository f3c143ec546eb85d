-- The auditor asks by time, and by kind, actor, organisation or subject within it.
drop index audit_entry_at;
create index audit_entry_at on audit_entry (at, id);
create index audit_entry_kind on audit_entry (kind, at, id);
create index audit_entry_actor on audit_entry (actor, at, id);
create index audit_entry_organisation on audit_entry (organisation, at, id);
create index audit_entry_subject on audit_entry (subject, at, id);

-- Verifications of the audit trail that an auditor has begun, and what they found.
create sequence audit_check_seq increment by 1;

create table audit_check (
    id          bigint      not null primary key,
    account     varchar(64) not null,
    started     timestamp(6) with time zone not null,
    -- When it was heard of last: one that has fallen silent was interrupted.
    seen        timestamp(6) with time zone not null,
    finished    timestamp(6) with time zone,
    -- 'RUNNING' while it runs: there is one at a time.
    running     varchar(10),
    state       varchar(20) not null,
    first_place bigint      not null,
    reached     bigint      not null,
    last_place  bigint      not null,
    anchors     integer     not null,
    waiting     bigint      not null,
    -- Chinese sentences, a line each.
    findings    text,
    remarks     text,
    constraint audit_check_once unique (running)
);
