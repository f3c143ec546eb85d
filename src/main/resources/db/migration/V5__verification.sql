create table register_entry (
    record_id               bigint       not null primary key references title_record,
    document_number_hash    varchar(64)  not null,
    certificate_number_hash varchar(64)  not null,
    name                    varchar(50)  not null,
    series                  varchar(50)  not null,
    title                   varchar(50)  not null,
    level                   varchar(30)  not null,
    speciality              varchar(100),
    review_year             integer      not null,
    issuer                  varchar(200) not null,
    issue_date              date         not null,
    published_at            timestamp(6) with time zone not null
);

create index register_entry_numbers on register_entry (document_number_hash, certificate_number_hash);
