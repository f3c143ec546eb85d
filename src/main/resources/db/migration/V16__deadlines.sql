-- Which table of dates holds, since when and by whom, and who was given longer.

create sequence deadline_publication_seq increment by 1;

create table deadline_publication (
    id           bigint       not null primary key,
    -- Id and number of the engine's version of the decision.
    decision     varchar(64)  not null,
    version      integer      not null,
    published_at timestamp(6) with time zone not null,
    published_by varchar(64)  not null,
    reason       varchar(500),
    -- Of the engine, which moves tasks and timers; null when nothing was to be moved.
    batch        varchar(64)
);

-- Never given twice, not even after a rollback: what is remembered under one stays true.
create sequence deadline_revision_seq increment by 1;

-- One row: the publication in force, and a number that changes whenever any date may have changed.
create table deadline_state (
    id          integer not null primary key,
    revision    bigint  not null,
    publication bigint  references deadline_publication
);

insert into deadline_state (id, revision) values (1, 0);

create sequence deadline_extension_seq increment by 50;

create table deadline_extension (
    id            bigint       not null primary key,
    campaign_year integer      not null,
    organisation  varchar(60)  not null references organisation,
    -- Null: every record that lies at the organisation.
    record_id     bigint       references title_record on delete cascade,
    until         date         not null,
    reason        varchar(500) not null,
    granted_by    varchar(64)  not null,
    granted_for   varchar(60)  not null references organisation,
    granted_at    timestamp(6) with time zone not null
);

create index deadline_extension_organisation on deadline_extension (organisation, campaign_year);
create index deadline_extension_record on deadline_extension (record_id);

-- The date that a superior gave this record at the place where it is, and when it was returned last: both decide until when
-- something is to be done.
alter table title_record add column extended_until date;
alter table title_record add column returned_at timestamp(6) with time zone;

update title_record set returned_at =
    (select max(h.at) from history_entry h where h.record_id = title_record.id and h.event = 'RETURNED')
where returned_stage is not null;
