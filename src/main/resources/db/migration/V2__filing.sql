create sequence applicant_seq increment by 50;

create table applicant (
    id                   bigint       not null primary key,
    document_type        varchar(40)  not null,
    document_number      text         not null,
    document_number_hash varchar(64)  not null,
    name                 varchar(50)  not null,
    password_hash        varchar(200),
    created_at           timestamp(6) with time zone not null,
    constraint applicant_document unique (document_number_hash, document_type)
);

create sequence title_record_seq increment by 50;
create sequence title_record_number_seq;

create table title_record (
    id                            bigint       not null primary key,
    number                        varchar(20)  not null constraint title_record_number unique,
    applicant_id                  bigint       not null references applicant,
    name                          varchar(50),
    sex                           varchar(10),
    birth_date                    date,
    social_security_number        text,
    employer_when_granted         varchar(200),
    employer                      varchar(60)  references organisation,
    mobile                        text,
    email                         text,
    review_year                   integer,
    acquisition                   varchar(20),
    jurisdiction                  varchar(20),
    confidentiality               varchar(20),
    certificate_number            varchar(60),
    issue_date                    date,
    first_appointment_date        date,
    series                        varchar(50),
    title                         varchar(50),
    level                         varchar(30),
    qualification_document_number varchar(100),
    issuer                        varchar(200),
    issuer_region                 varchar(6),
    committee                     varchar(200),
    speciality                    varchar(100),
    state                         varchar(20)  not null,
    campaign_year                 integer,
    stage                         varchar(20)  not null,
    organisation                  varchar(60)  references organisation,
    stage_since                   timestamp(6) with time zone not null,
    deadline                      date,
    overdue_since                 timestamp(6) with time zone,
    amendment_deadline            date,
    returned_stage                varchar(20),
    returned_by                   varchar(60)  references organisation,
    submissions                   integer      not null,
    submitted_at                  timestamp(6) with time zone,
    submitted_content             text,
    created_at                    timestamp(6) with time zone not null,
    updated_at                    timestamp(6) with time zone not null,
    version                       integer      not null
);

create index title_record_applicant on title_record (applicant_id);
create index title_record_organisation on title_record (organisation, state);
