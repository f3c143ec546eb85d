-- By which an account is known to be of the same person as another: keyed hashes of whom the identity provider named (issuer and
-- subject), and of the address that it has verified, at the last sign-on with it.
alter table staff_credentials add column subject_hash varchar(64);
alter table staff_credentials add column mail_hash varchar(64);

create index staff_credentials_subject on staff_credentials (subject_hash);
create index staff_credentials_mail on staff_credentials (mail_hash);

create view same_person (account, same_as) as
select a.user_id, b.user_id from staff_credentials a join staff_credentials b on b.subject_hash = a.subject_hash
union
select a.user_id, b.user_id from staff_credentials a join staff_credentials b on b.mail_hash = a.mail_hash;

-- Of which organisations it was told that records wait there for another reviewer than they have; no row once none does.
create table missing_reviewer_notice (
    organisation varchar(60) not null primary key references organisation,
    told_at      timestamp(6) with time zone not null
);
