-- The roster (花名册) of a unit, the activation codes it hands out, and the history of each person's account.

-- The unit that answers for the account: the one whose code opened it.
alter table applicant add column keeper varchar(60);
alter table applicant add constraint applicant_keeper foreign key (keeper) references organisation;
-- Counts the passwords set and forgotten, so that a session of before is told from one of now.
alter table applicant add column credentials integer default 0 not null;
update applicant set credentials = 1 where password_hash is not null;

create sequence roster_entry_seq increment by 50;

create table roster_entry (
    id                   bigint      not null primary key,
    organisation         varchar(60) not null references organisation,
    document_type        varchar(40) not null,
    document_number      text        not null,
    document_number_hash varchar(64) not null,
    name                 varchar(50) not null,
    state                varchar(10) not null,
    code_hash            varchar(64),
    code_handed_out_at   timestamp(6) with time zone,
    code_valid_until     timestamp(6) with time zone,
    added_by             varchar(64) not null,
    added_at             timestamp(6) with time zone not null,
    version              integer     not null,
    constraint roster_entry_person unique (organisation, document_number_hash, document_type)
);

create index roster_entry_document on roster_entry (document_number_hash, document_type);
create index roster_entry_page on roster_entry (organisation, id);

-- What happened to an account. Only ever added to; a person is in it by the keyed hash of the number, for the first
-- entries come before there is an account.
create sequence account_event_seq increment by 50;

create table account_event (
    id                   bigint      not null primary key,
    document_type        varchar(40) not null,
    document_number_hash varchar(64) not null,
    kind                 varchar(20) not null,
    organisation         varchar(60),
    user_id              varchar(64),
    remote_address       varchar(64) not null,
    happened_at          timestamp(6) with time zone not null
);

create index account_event_person on account_event (document_number_hash, document_type, id);
