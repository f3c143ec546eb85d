-- What the sign-on of staff needs beside the engine's identity tables, where the accounts and their passwords are.
create table staff_credentials (
    user_id              varchar(64) not null primary key,
    -- Tells whether the password is the one its owner chose; null or another than the password's: a first password.
    password_stamp       varchar(64),
    signed_on_at         timestamp(6) with time zone,
    signed_on_from       varchar(64),
    previous_at          timestamp(6) with time zone,
    previous_from        varchar(64),
    second_factor_secret text,
    second_factor_since  timestamp(6) with time zone,
    second_factor_step   bigint,
    version              integer     not null
);
