#!/bin/sh
# Writes what is missing in the folder `secrets` beside compose.yaml: random passwords for the database, and empty files
# for what Stripe and the mail server give. Nothing that is there is changed. To rotate one, remove its file and run this
# again; README, Production, says what to do then.
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir -p secrets

random() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

# Containers read the files as a user of their own; the folder is closed to everybody else on this machine.
write() {
  [ -e "secrets/$1" ] || { printf '%s' "$2" > "secrets/$1"; chmod 0444 "secrets/$1"; }
}

for process in owner web staff worker; do
  write "${process}_database_url" "postgresql+psycopg://app_$process:$(random)@db/careercanopy"
done
for name in postgres_password secret_key password_peppers data_keys row_security_key metrics_token; do
  write "$name" "$(random)"
done
for name in stripe_secret_key stripe_webhook_secret smtp_url; do
  write "$name" ""
  [ -s "secrets/$name" ] || echo "fill in secrets/$name"
done
