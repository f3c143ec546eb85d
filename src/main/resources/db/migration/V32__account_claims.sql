-- When the right code of the unit was refused because another unit answers for the account; null: not, or a new code was handed out since.
alter table roster_entry add column refused_at timestamp(6) with time zone;

create sequence account_claim_seq increment by 50;

-- A unit wants an account that another one keeps; the superior of both decides. The person is known by the two rows only.
create table account_claim (
    id           bigint      not null primary key,
    roster_entry bigint      not null,
    applicant_id bigint      not null,
    unit         varchar(60) not null references organisation,
    other        varchar(60) not null references organisation,
    superior     varchar(60) not null references organisation,
    -- Null once it is decided: what stays is in the audit trail.
    reason       varchar(500),
    asked_by     varchar(64) not null,
    asked_at     timestamp(6) with time zone not null,
    -- Person and unit while it waits, so that there is one of them at a time.
    waits_for    varchar(120),
    state        varchar(20) not null,
    decided_by   varchar(64),
    decided_at   timestamp(6) with time zone,
    constraint account_claim_once unique (waits_for)
);

create index account_claim_unit on account_claim (unit, asked_at);
create index account_claim_superior on account_claim (superior, state);
