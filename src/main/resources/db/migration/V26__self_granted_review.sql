-- Administrators who have made themselves reviewers of an organisation, from when until when.
create table self_granted_review (
    organisation varchar(60) not null references organisation,
    account      varchar(64) not null,
    granted_at   timestamp(6) with time zone not null,
    -- Null while the account reviews there.
    ended_at     timestamp(6) with time zone,
    primary key (organisation, account, granted_at)
);

-- Of a confirmation: whether it was made by such an account.
alter table history_entry add column self_granted boolean default false not null;
