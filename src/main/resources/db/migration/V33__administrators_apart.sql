-- Three who keep the installation: a change of rights names whose they are, where it is no organisation's.
alter table administrator_request add role varchar(20);

update administrator_request set role = 'ADMINISTRATOR' where organisation is null;
