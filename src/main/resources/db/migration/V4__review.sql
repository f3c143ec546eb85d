create sequence history_entry_seq increment by 500;

create table history_entry (
    id           bigint      not null primary key,
    record_id    bigint      not null references title_record,
    at           timestamp(6) with time zone not null,
    event        varchar(20) not null,
    actor        varchar(64) not null,
    organisation varchar(60) references organisation,
    stage        varchar(20),
    submission   integer     not null,
    reason       varchar(2000),
    late         boolean     not null,
    remarks      text,
    marks        text,
    changes      text,
    evidence     text
);

create index history_entry_record on history_entry (record_id, at);

create sequence review_notes_seq increment by 50;

create table review_notes (
    id           bigint      not null primary key,
    record_id    bigint      not null references title_record,
    submission   integer     not null,
    organisation varchar(60) not null references organisation,
    reviewer     varchar(64) not null,
    remarks      text,
    marks        text,
    reason       text,
    updated_at   timestamp(6) with time zone not null,
    constraint review_notes_of_reviewer unique (record_id, submission, organisation, reviewer)
);
