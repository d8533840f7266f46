#!/bin/sh
# What Redis has forgotten is still in its log until that is written anew. A day's
# salt would tell who the day's visitors were, so the log does not outlive it for long:
# not where Redis was down at the time, either, nor where it did not do it at once.
#
# $1 seconds between two times   $2 seconds from the start of the epoch to the first
# $3 seconds until another attempt
until [ "$(redis-cli PING)" = PONG ]; do sleep 1; done

while :; do
    now=$(date +%s)
    since=$(((now - $2) % $1))
    # The log is as old as its base, which each writing replaces.
    written=$(stat -c %Y appendonlydir/*.base.* | sort -n | tail -n 1)
    if [ "${written:-0}" -lt $((now - since)) ]; then
        redis-cli BGREWRITEAOF
        sleep "$3"
    else
        sleep $(($1 - since))
    fi
done
