# Runs nginx on a node of a Swarm, with the routes that deliver-routes.sh puts onto
# the node's volume, and takes others in by a reload: no request is lost.
#
# $1 name of the replicas   $2 their port   the rest: nginx's command
replicas=$1 port=$2
shift 2
cd /etc/nginx/routes || exit 1

# nginx asks for the replicas' addresses only once a configuration is loaded, and
# refuses requests until it has them. What is known before serves that moment.
note_addresses() {
    getent ahostsv4 "$replicas" | while read -r address type _; do
        [ "$type" != STREAM ] || echo "server $address:$port max_fails=0 backup;"
    done > /tmp/replicas.conf
}

# Makes the routes that were delivered the current ones, if nginx takes them, and answers.
take() {
    cp -f wanted.conf taken.conf || return
    cp -f current.conf before.conf
    note_addresses
    cp -f taken.conf current.conf
    if said=$(nginx -t 2>&1); then
        word=applied
    else
        word=refused
        mv before.conf current.conf
    fi
    [ "$word" = refused ] || [ ! -s /tmp/nginx.pid ] || kill -HUP "$(cat /tmp/nginx.pid)"
    echo "$(sha256sum < taken.conf | cut -c -64) $word $said" > answer.new
    mv answer.new answer
}

follow() {
    while sleep 0.5; do
        { cmp -s wanted.conf taken.conf && [ -e answer ]; } || take
    done
}

until [ -s wanted.conf ]; do sleep 0.2; done
take
follow &
exec "$@"
