# Reloads nginx and waits until every worker of the old configuration is gone.
# Worker PIDs are compared: right after the signal, no old worker has yet
# marked itself as shutting down.
#
# $1 seconds to wait for new workers   $2 seconds to wait for the old ones
workers() {
    for directory in /proc/[0-9]*; do
        title=$(tr '\0' ' ' <"$directory/cmdline" 2>/dev/null) || continue
        case $title in 'nginx: worker'*) printf '%s ' "${directory#/proc/}" ;; esac
    done
}

has_new() {
    for pid in $(workers); do
        case " $old " in *" $pid "*) ;; *) return 0 ;; esac
    done
    return 1
}

has_old() {
    for pid in $old; do [ -d "/proc/$pid" ] && return 0; done
    return 1
}

now() { date +%s; }

old=$(workers)
kill -HUP "$(cat /tmp/nginx.pid)" || exit 1

give_up_at=$(($(now) + $1))
until has_new; do
    if [ "$(now)" -ge "$give_up_at" ]; then
        echo "nginx started no worker with the new configuration within $1 s"
        exit 1
    fi
    sleep 0.05
done

give_up_at=$(($(now) + $2))
while has_old; do
    if [ "$(now)" -ge "$give_up_at" ]; then
        echo "workers of the old configuration are still there after $2 s"
        exit 1
    fi
    sleep 0.05
done
