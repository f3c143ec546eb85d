-- Files that are not in use until somebody has looked at what they change: uploads, deployments that a second designer confirms,
-- and files of the folder that a start did not take.
create sequence model_proposal_seq increment by 1;

create table model_proposal (
    id          bigint       not null primary key,
    made_at     timestamp(6) with time zone not null,
    -- Null: the folder.
    account     varchar(64),
    source      varchar(10)  not null,
    reason      varchar(255) not null,
    -- Whether dates changed to past days are meant.
    past_dates  boolean      not null,
    -- Of all files together, so that the same start does not propose the same twice.
    digest      varchar(64)  not null,
    state       varchar(10)  not null,
    decided_at  timestamp(6) with time zone,
    decided_by  varchar(64),
    emergency   varchar(500)
);

create index model_proposal_open on model_proposal (state, id);

create table model_proposal_file (
    proposal bigint       not null references model_proposal,
    name     varchar(255) not null,
    -- Base 64.
    content  text         not null,
    primary key (proposal, name)
);
