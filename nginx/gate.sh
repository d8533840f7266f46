# Waits until a service answers rightly, then watches that it goes on doing so.
# It asks what visitors ask, as a probe, which counts nothing; an earlier release
# does not know probes, but counts no prefetch.
#
# $1 base URL   $2 release that must answer   $3 seconds to wait   $4 seconds to watch
url=$1 release=$2 wait_seconds=$3 watch_seconds=$4

# One process asks for all of it: many replicas are watched beside full load.
ready() {
    # By TLS it asks the proxy itself, at an address that no certificate is for.
    answers=$(curl --silent --insecure --fail-early --max-time 2 \
        --header 'Sec-Purpose: prefetch' --header 'X-Tally-Probe: gate' \
        --write-out ' %{http_code} %{errormsg}\n' \
        --output - "$url/readyz" --output /dev/null "$url/" --output /dev/null "$url/count")
    {
        IFS= read -r readyz
        IFS= read -r home
        IFS= read -r count
    } <<ANSWERS
$answers
ANSWERS
    answered_well /readyz "$readyz" || return 1
    case $readyz in
        *"\"release\":\"$release\""*) ;;
        *) answer="/readyz is answered by another release: ${readyz% 200 }"; return 1 ;;
    esac
    answered_well / "$home" && answered_well /count "$count"
}

# $1 path   $2 body, status and curl's error, which follows the status 000
answered_well() {
    case $2 in
        *' 200 ') return 0 ;;
        *' 000 '*) answer="$1: ${2#* 000 }" ;;
        *) answer=${2% } && answer="$1 answered ${answer##* }" && add_body "${2% * }" ;;
    esac
    return 1
}

# What the first of them says of itself; the bodies of pages are not kept.
add_body() {
    [ -z "$1" ] || answer="$answer: $1"
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
