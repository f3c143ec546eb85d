-- Evidence (佐证材料): what is known of each uploaded file. The files themselves lie in the evidence directory.
create sequence evidence_seq increment by 50;

create table evidence (
    id           bigint                      not null primary key,
    record_id    bigint                      not null,
    kind         varchar(30)                 not null,
    -- The place a current file takes in its record ('PHOTO', 'OTHER-1' … 'OTHER-5'); null once it is removed.
    slot         varchar(40),
    sha256       varchar(64)                 not null,
    size_bytes   bigint                      not null,
    content_type varchar(40)                 not null,
    pages        integer                     not null,
    uploaded_at  timestamp(6) with time zone not null,
    removed_at   timestamp(6) with time zone,
    constraint evidence_current_has_slot check ((slot is null and removed_at is not null)
                                             or (slot is not null and removed_at is null))
);

-- One current file a place, whoever uploads at the same moment. Serves look-ups by record as well.
create unique index evidence_record_slot on evidence (record_id, slot);
create index evidence_sha256 on evidence (sha256);
