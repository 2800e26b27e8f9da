#!/bin/sh
# Makes the roles of the database, with the names and passwords in the secrets. Runs when the database is first made, and
# again by hand to change passwords, or to give the tables of an older database to the owner:
#   docker compose exec db sh /docker-entrypoint-initdb.d/database_roles.sh
set -eu
secrets=${SECRETS_DIR:-/run/secrets}

run_sql() {
  psql -v ON_ERROR_STOP=1 -qAt --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" "$@"
}

# The name and the password in a URL: scheme://NAME:PASSWORD@host/database. Passwords are letters and digits.
name_in() { sed 's|^[^:]*://\([^:@/]*\).*|\1|' "$secrets/$1"; }
password_in() { sed 's|^[^:]*://[^:]*:\([^@]*\)@.*|\1|' "$secrets/$1"; }

for process in owner web staff worker; do
  run_sql -v role="$(name_in "${process}_database_url")" -v password="$(password_in "${process}_database_url")" <<'SQL'
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = :'role') \gexec
ALTER ROLE :"role" LOGIN PASSWORD :'password' NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION;
SQL
done

# The owner migrates; the other three own nothing, because row security does not bind an owner.
run_sql -v owner="$(name_in owner_database_url)" -v database="$POSTGRES_DB" <<'SQL'
ALTER DATABASE :"database" OWNER TO :"owner";
SELECT format('ALTER SCHEMA %I OWNER TO %I', nspname, :'owner') FROM pg_namespace
  WHERE nspname IN ('public', 'dbos', 'tenancy') \gexec
SELECT format('ALTER TABLE %s OWNER TO %I', oid::regclass, :'owner') FROM pg_class
  WHERE relnamespace::regnamespace::text IN ('public', 'dbos', 'tenancy') AND relkind = 'r' \gexec
SELECT format('ALTER FUNCTION %s OWNER TO %I', oid::regprocedure, :'owner') FROM pg_proc
  WHERE pronamespace::regnamespace::text IN ('public', 'dbos', 'tenancy') \gexec
SQL
