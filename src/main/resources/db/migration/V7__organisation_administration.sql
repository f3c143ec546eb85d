-- What administrators keep of an organisation, its place in the tree as a path, and what has become of it.
alter table organisation add column path varchar(1000);
alter table organisation add column credit_code varchar(18);
alter table organisation add column former_credit_code varchar(18);
alter table organisation add column contact_name text;
alter table organisation add column contact_phone text;
alter table organisation add column field varchar(100);
alter table organisation add column closed_at timestamp(6) with time zone;
alter table organisation add column merged_into varchar(60) references organisation;
alter table organisation add column version integer default 0 not null;

-- The path names every organisation from the top down to this one: '/gs-reform/zy-reform/zy-school/'.
create table organisation_path as
with recursive way (code, path) as (
    select code, cast('/' || code || '/' as varchar(1000)) from organisation where superior is null
    union all
    select o.code, cast(w.path || o.code || '/' as varchar(1000)) from way w join organisation o on o.superior = w.code
)
select code, path from way;

update organisation set path = (select p.path from organisation_path p where p.code = organisation.code);

drop table organisation_path;

alter table organisation alter column path set not null;

-- The code of an organisation that was closed may be given to another.
create unique index organisation_credit_code on organisation (credit_code);
-- Pages of the organisations directly below one, and those that have gone into another.
create index organisation_below on organisation (superior, code);
create index organisation_merged on organisation (merged_into);

-- Drafts and running records that name an organisation as employer, which go on when it is merged.
create index title_record_employer on title_record (employer, state);
create index title_record_returned_by on title_record (returned_by);
