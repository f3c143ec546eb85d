-- The name under which the encrypted content lies in the evidence directory: a keyed hash of sha256, so that the directory
-- alone does not tell whose content is a known file. Rows from before are completed by the application, which has the key.
alter table evidence add column stored_name varchar(64);

create index evidence_stored_name on evidence (stored_name);
