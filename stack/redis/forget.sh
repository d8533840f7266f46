#!/bin/sh
# What Redis has forgotten is still in its log until that is written anew. A day's
# salt would tell who the day's visitors were, so the log does not outlive it for long.
#
# $1 seconds between two times   $2 seconds from the start of the epoch to the first
while :; do
    now=$(date +%s)
    sleep $(($1 - (now - $2) % $1))
    redis-cli BGREWRITEAOF
done
