-- Who saw personal data in full. Only ever added to.
create sequence personal_data_look_seq increment by 50;

create table personal_data_look (
    id                bigint                      not null primary key,
    user_id           varchar(64)                 not null,
    organisation_code varchar(64),
    record_number     varchar(64)                 not null,
    field             varchar(32)                 not null,
    looked_at         timestamp(6) with time zone not null,
    remote_address    varchar(64)                 not null
);

create index personal_data_look_record on personal_data_look (record_number, looked_at);
create index personal_data_look_user on personal_data_look (user_id, looked_at);
