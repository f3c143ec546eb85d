-- More records than one person may let lapse alone: what a superior has asked for, and what another person decided about it.
create sequence lapse_request_seq increment by 50;

create table lapse_request (
    id              bigint       not null primary key,
    campaign_year   integer      not null,
    organisation    varchar(60)  not null references organisation,
    -- As many as the superior was told and has asked for.
    records         integer      not null,
    reason          varchar(500) not null,
    asked_by        varchar(64)  not null,
    asked_for       varchar(60)  not null references organisation,
    asked_at        timestamp(6) with time zone not null,
    -- The organisation and campaign while it waits, so that there is one of them at a time; null: decided or over.
    waits_for       varchar(80),
    state           varchar(20)  not null,
    decided_by      varchar(64),
    decided_at      timestamp(6) with time zone,
    decision_reason varchar(500),
    -- As many as were left when it was confirmed.
    decided_records integer,
    constraint lapse_request_once unique (waits_for)
);

-- Who has confirmed what somebody else asked for; null: decided by one person.
alter table lapse_order add column confirmed_by varchar(64);

create index lapse_order_superior on lapse_order (ordered_for, ordered_at);
