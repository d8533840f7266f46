#!/bin/sh
# Whoever may run commands in this container may read its password, so
# `docker exec <container> redis-cli GET visits` needs none.
REDISCLI_AUTH=$(cat /run/secrets/redis-password)
export REDISCLI_AUTH
exec /usr/local/lib/tally/redis-cli -p "$REDIS_PORT" "$@"
