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

# A restore leaves its data here once they are complete, with the name under
# which the old ones are kept. A start that is interrupted at any step goes on
# with the next one, however late: between the two renamings there are no data
# to start from. A restore that was killed before it got here is over.
in_time() { [ ! -e restored/until ] || [ "$(date +%s)" -lt "$(cat restored/until)" ]; }
if [ -d restored/appendonlydir ] && { [ ! -d appendonlydir ] || in_time; }; then
    aside=$(cat restored/aside)
    if [ -d appendonlydir ] && [ ! -e "$aside" ]; then mv -T appendonlydir "$aside"; fi
    mv -T restored/appendonlydir appendonlydir
    sync
fi
if [ -d restored ] && [ ! -d restored/appendonlydir ]; then rm -r restored; fi

# Without room, Redis ends at its first write, and Docker waits longer each time
# before it starts it again: up to a minute, though there may be room long since.
room() {
    df -Pk . | {
        read -r _
        read -r _ _ _ kilobytes _
        [ "$kilobytes" -ge 1024 ]
    }
}
until room; do
    [ -n "${said-}" ] || echo "The volume is full: Redis starts when there is room for 1 MB."
    said=yes
    sleep 1
done

# A quarter of an hour after midnight (UTC), when the last replica has let go of
# yesterday's salt. It is nobody's child, or Redis would take it for one of its own.
(/usr/local/lib/tally/forget.sh 86400 900 600 &)

exec redis-server - <<EOF
include /etc/tally/redis.conf
port $REDIS_PORT
maxmemory $REDIS_MAXMEMORY
appendfsync $REDIS_FSYNC
requirepass $(cat "$password")
EOF
