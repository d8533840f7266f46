#!/bin/sh
# Starts Redis with a password that was made here and that only the stack's
# own containers can read. Redis takes it from its standard input: it is in no
# environment, no process list and no configuration file.
set -eu

password=/run/secrets/redis-password
if [ ! -s "$password" ]; then
    umask 077
    head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$password.new"
    mv "$password.new" "$password"
fi

exec redis-server - <<EOF
include /etc/tally/redis.conf
port $REDIS_PORT
maxmemory $REDIS_MAXMEMORY
requirepass $(cat "$password")
EOF
