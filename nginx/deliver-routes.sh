# Puts routes, and the pair that they serve with, onto a node's volume, and waits
# until the node's proxy has taken them. Stays, for Swarm to see that it did.
#
# $1 file with the routes   $2 file with the pair, where there is one
wanted=$1 pair=${2-}
cd /etc/nginx/routes || exit 1

if [ -n "$pair" ]; then
    (umask 077 && cat "$pair" > pair.new) && mv pair.new "$(basename "$pair")" || exit 1
fi
digest=$(sha256sum < "$wanted" | cut -c -64)
# What was refused may have been so for a passing reason; without an answer it is tested again.
grep -qs "^$digest refused" answer && rm answer
# A copy would be as read-only as what is mounted.
cat "$wanted" > wanted.new && mv wanted.new wanted.conf || exit 1

until grep -qs "^$digest " answer; do sleep 0.2; done
if ! grep -q "^$digest applied" answer; then
    cat answer
    exit 1
fi
for old in pair-*.pem; do
    grep -qsF "/$old;" current.conf || rm -f "$old"
done
touch /tmp/applied
exec sleep infinity
