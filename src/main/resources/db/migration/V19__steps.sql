-- Which step of its process a record is at, by the name that the model gives it; null before the first one.
alter table title_record add column step_name varchar(255);

-- Whether that step asks for another person than who has confirmed before.
alter table title_record add column other_reviewer boolean default false not null;

-- Since when it waits for a date or a message and lies with nobody; null: it does not.
alter table title_record add column waiting_since timestamp(6) with time zone;

-- Until when; null while it waits, if that is not known.
alter table title_record add column waiting_until timestamp(6) with time zone;
