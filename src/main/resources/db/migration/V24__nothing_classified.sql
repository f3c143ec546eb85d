-- That a person or a unit is under secrecy is an answer, and not to be kept beside name and number.
update title_record set confidentiality = null where confidentiality = 'CLASSIFIED';
