-- Which evidence was looked at, where it was evidence.
alter table personal_data_look add column evidence_kind varchar(40);

-- What is erased first when its time is over.
create index personal_data_look_at on personal_data_look (looked_at);
create index title_record_stage_since on title_record (state, stage_since);
