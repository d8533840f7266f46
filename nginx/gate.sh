# Waits until a service answers rightly, then watches that it goes on doing so.
# It asks what visitors ask, as a probe, which counts nothing; an earlier release
# does not know probes, but counts no prefetch.
#
# $1 base URL   $2 release that must answer   $3 seconds to wait   $4 seconds to watch
url=$1 release=$2 wait_seconds=$3 watch_seconds=$4

ask() {
    answer=$(curl --silent --show-error --max-time 2 --header 'Sec-Purpose: prefetch' --header 'X-Tally-Probe: gate' \
        --write-out ' %{http_code}' "$url$1" 2>&1) || { answer="$1: $answer"; return 1; }
    case $answer in
        *' 200') ;;
        *) answer="$1 answered ${answer##* }: ${answer% *}"; return 1 ;;
    esac
}

ready() {
    ask /readyz || return 1
    case $answer in
        *"\"release\":\"$release\""*) ;;
        *) answer="/readyz is answered by another release: ${answer% *}"; return 1 ;;
    esac
    ask / && ask /count
}

# Hundredths of a second since the machine started: whole seconds would cut the
# watch short by up to one, and the clock may be set meanwhile.
now() {
    read -r uptime _ < /proc/uptime
    echo "${uptime%.*}${uptime#*.}"
}

give_up_at=$(($(now) + wait_seconds * 100))
until ready; do
    if [ "$(now)" -ge "$give_up_at" ]; then
        echo "not ready within $wait_seconds s ($answer)"
        exit 1
    fi
    sleep 0.1
done

watch_until=$(($(now) + watch_seconds * 100))
while [ "$(now)" -lt "$watch_until" ]; do
    sleep 0.2
    if ! ready; then
        echo "ready at first, then not ($answer)"
        exit 1
    fi
done
