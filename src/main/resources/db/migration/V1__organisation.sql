create table organisation (
    code     varchar(60)  not null primary key,
    name     varchar(200) not null,
    kind     varchar(20)  not null,
    level    varchar(20)  not null,
    region   varchar(6)   not null,
    superior varchar(60)  references organisation
);

create index organisation_superior on organisation (superior);
