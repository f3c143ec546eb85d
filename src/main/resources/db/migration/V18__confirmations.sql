-- Where each confirmation sent the record: publishing needs an unbroken chain of them. What was confirmed before is taken over
-- from the history; "null" in a confirmation: its organisation had no superior.

alter table history_entry add column sent_to varchar(60) references organisation;

-- The confirmation of the organisation where the record lies, as long as it has not gone on.
alter table title_record add column confirmed_at timestamp(6) with time zone;
alter table title_record add column sent_to varchar(60) references organisation;

create index title_record_sent_to on title_record (sent_to);

-- It went to the organisation that decided next on this submission.
update history_entry set sent_to = (
        select n.organisation from history_entry n
        where n.record_id = history_entry.record_id and n.submission = history_entry.submission and n.event in ('CONFIRMED', 'RETURNED')
          and (n.at > history_entry.at or n.at = history_entry.at and n.id > history_entry.id)
        order by n.at, n.id fetch first 1 row only)
where event = 'CONFIRMED';

-- Or to where it lies since, or lay when it lapsed.
update history_entry set sent_to = (select r.organisation from title_record r where r.id = history_entry.record_id)
where event = 'CONFIRMED' and sent_to is null
  and exists (select 1 from title_record r
              where r.id = history_entry.record_id and r.submissions = history_entry.submission and r.state in ('IN_REVIEW', 'LAPSED')
                and r.organisation <> history_entry.organisation);

-- Or it waits at the organisation that has confirmed, and is on its way to the superior that this one has now.
update title_record set confirmed_at = (
        select max(h.at) from history_entry h
        where h.record_id = title_record.id and h.submission = title_record.submissions and h.event = 'CONFIRMED'
          and h.organisation = title_record.organisation)
where state = 'IN_REVIEW'
  and exists (select 1 from history_entry h
              where h.record_id = title_record.id and h.submission = title_record.submissions and h.event = 'CONFIRMED'
                and h.organisation = title_record.organisation and h.at >= title_record.stage_since);

update title_record set sent_to = (select o.superior from organisation o where o.code = title_record.organisation)
where confirmed_at is not null;

update history_entry set sent_to = (select r.sent_to from title_record r where r.id = history_entry.record_id)
where event = 'CONFIRMED'
  and exists (select 1 from title_record r
              where r.id = history_entry.record_id and r.confirmed_at = history_entry.at and r.submissions = history_entry.submission);
