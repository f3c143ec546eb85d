-- Which organisations are reminded and supervised in which campaign, what their superiors did about it, and messages to be sent.

create table supervision (
    organisation  varchar(60) not null references organisation,
    campaign_year integer     not null,
    started_at    timestamp(6) with time zone not null,
    -- Reminders up to this moment were given or are past.
    reminded_at   timestamp(6) with time zone not null,
    -- Null while its process runs.
    ended_at      timestamp(6) with time zone,
    primary key (organisation, campaign_year)
);

create sequence urging_seq increment by 50;

create table urging (
    id            bigint       not null primary key,
    campaign_year integer      not null,
    organisation  varchar(60)  not null references organisation,
    text          varchar(500) not null,
    urged_by      varchar(64)  not null,
    urged_for     varchar(60)  not null references organisation,
    urged_at      timestamp(6) with time zone not null
);

create index urging_organisation on urging (organisation, campaign_year);

create sequence lapse_order_seq increment by 50;

-- A superior has decided that what is overdue at an organisation lapses; done in chunks, each record by itself.
create table lapse_order (
    id            bigint      not null primary key,
    campaign_year integer     not null,
    organisation  varchar(60) not null references organisation,
    -- As many as the superior was told and has confirmed.
    records       integer     not null,
    ordered_by    varchar(64) not null,
    ordered_for   varchar(60) not null references organisation,
    ordered_at    timestamp(6) with time zone not null,
    done_at       timestamp(6) with time zone
);

create index lapse_order_open on lapse_order (done_at);

-- The organisation that decided that the record lapses; null where only a date passed.
alter table title_record add column lapsed_by varchar(60) references organisation;

create sequence outgoing_message_seq increment by 50;

create table outgoing_message (
    id         bigint       not null primary key,
    channel    varchar(60)  not null,
    -- What it is about, and for whom: the same is never sent twice.
    reminder   varchar(120) not null,
    recipient  varchar(80)  not null,
    -- Encrypted; null once there is nothing left to be sent.
    email      text,
    mobile     text,
    subject    varchar(200) not null,
    body       varchar(4000) not null,
    state      varchar(20)  not null,
    attempts   integer      not null,
    created_at timestamp(6) with time zone not null,
    due_at     timestamp(6) with time zone not null,
    claimed_at timestamp(6) with time zone,
    ended_at   timestamp(6) with time zone,
    failure    varchar(300),
    constraint outgoing_message_once unique (channel, reminder, recipient)
);

create index outgoing_message_due on outgoing_message (state, due_at);

-- One row: up to when individuals were reminded.
create table reminder_round (
    id         integer not null primary key,
    done_until timestamp(6) with time zone
);

insert into reminder_round (id) values (1);
