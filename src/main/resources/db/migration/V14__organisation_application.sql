-- Applications (机构入驻申请) of units that have no account yet, and what has happened to each.

create sequence organisation_application_seq increment by 50;
-- Of the numbers that people see, one after another.
create sequence organisation_application_number_seq;

create table organisation_application (
    id                 bigint       not null primary key,
    number             varchar(20)  not null,
    -- Keyed hash of the code that proves who asks; null when an individual asked, who signs in.
    code_hash          varchar(64),
    applicant_id       bigint       references applicant on delete set null,
    nature             varchar(20)  not null,
    name               varchar(200) not null,
    credit_code        varchar(18),
    region             varchar(6)   not null,
    field              varchar(100),
    contact_name       text,
    contact_phone      text,
    administrator      varchar(60),
    administrator_name varchar(50),
    state              varchar(10)  not null,
    organisation       varchar(60)  not null references organisation,
    escalated_to       varchar(60)  references organisation,
    proposal           varchar(60)  not null references organisation,
    proposal_reason    varchar(40)  not null,
    chosen_superior    varchar(60)  references organisation,
    chosen_code        varchar(48),
    referred_to        varchar(60)  references organisation,
    forward_to         varchar(60)  references organisation,
    registered         varchar(60)  references organisation,
    reason             varchar(1000),
    filed_at           timestamp(6) with time zone not null,
    decided_at         timestamp(6) with time zone,
    decided_by         varchar(64),
    password_shown_at  timestamp(6) with time zone,
    version            integer      not null
);

create unique index organisation_application_number on organisation_application (number);
-- Whether one waits for the same unit already, what lies at an organisation, and what a person has asked for.
create index organisation_application_credit_code on organisation_application (credit_code);
create index organisation_application_name on organisation_application (region, name);
create index organisation_application_place on organisation_application (organisation, state);
create index organisation_application_applicant on organisation_application (applicant_id);
-- Decided long ago.
create index organisation_application_decided on organisation_application (decided_at);

create sequence application_step_seq increment by 50;

-- Only ever added to, and erased together with the application.
create table application_step (
    id             bigint      not null primary key,
    application_id bigint      not null references organisation_application on delete cascade,
    kind           varchar(20) not null,
    organisation   varchar(60),
    user_id        varchar(64),
    reason         varchar(1000),
    happened_at    timestamp(6) with time zone not null
);

create index application_step_application on application_step (application_id, id);
