-- Changes of administrators' rights: what an administrator of the installation has asked for, and what another one decided.
create sequence administrator_request_seq increment by 50;

create table administrator_request (
    id               bigint      not null primary key,
    kind             varchar(20) not null,
    account          varchar(64) not null,
    -- As typed for an account that is still to be created.
    name             varchar(60),
    -- The topmost organisation whose administrator it is about; null: an administrator of the installation.
    organisation     varchar(60) references organisation,
    reason           varchar(500),
    asked_by         varchar(64) not null,
    asked_at         timestamp(6) with time zone not null,
    -- What it is about while it waits, so that there is one of them at a time; null: decided, over, or done at once.
    waits_for        varchar(200),
    state            varchar(20) not null,
    decided_by       varchar(64),
    decided_at       timestamp(6) with time zone,
    decision_reason  varchar(500),
    -- Who knows the password with which the account begins.
    password_seen_by varchar(64),
    constraint administrator_request_once unique (waits_for)
);
