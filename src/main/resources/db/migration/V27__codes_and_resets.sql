-- Who handed out the code that waits to be used, and the one with which a person's account was opened last.
alter table roster_entry add column code_handed_out_by varchar(64);
alter table applicant add column code_by varchar(64);

update roster_entry set code_handed_out_by = (
    select e.user_id from account_event e
    where e.document_number_hash = roster_entry.document_number_hash and e.document_type = roster_entry.document_type
      and e.organisation = roster_entry.organisation and e.kind in ('CODE_HANDED_OUT', 'RESET')
    order by e.happened_at desc, e.id desc fetch first 1 row only)
where code_hash is not null;

update applicant set code_by = (
    select e.user_id from account_event e
    where e.document_number_hash = applicant.document_number_hash and e.document_type = applicant.document_type
      and e.kind in ('CODE_HANDED_OUT', 'RESET')
      and exists (select 1 from account_event o
          where o.document_number_hash = applicant.document_number_hash and o.document_type = applicant.document_type
            and o.kind = 'OPENED' and o.organisation = e.organisation and o.happened_at >= e.happened_at)
    order by e.happened_at desc, e.id desc fetch first 1 row only);

-- Of the unit's confirmation: whether who made it had handed out the code with which the person's account was opened.
alter table history_entry add column code_by_reviewer boolean default false not null;

create index account_event_unit on account_event (organisation, kind, happened_at);
