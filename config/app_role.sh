#!/bin/sh
# Runs once, when the database is first made.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$APP_DATABASE_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE app_rt LOGIN PASSWORD :'password' NOBYPASSRLS NOSUPERUSER;
SQL
