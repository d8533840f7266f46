# Makes a certificate of the proxy's own, unless there is one that is good for a
# while. The key is made where it is used, and never leaves.
#
# $1 file for certificate and key   $2 its names, as in subjectAltName
umask 077
if grep -qsxF "# $2" "$1" && openssl x509 -in "$1" -noout -checkend 2592000 >/dev/null; then
    exit 0
fi
command -v openssl >/dev/null || {
    echo "a self-signed certificate needs openssl in nginx's image; tally:tls=files does not"
    exit 1
}
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
# No longer than browsers accept of a certificate that somebody chose to trust.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 \
    -subj "/CN=Tally" -addext "subjectAltName=$2" \
    -keyout "$work/key" -out "$work/certificate" 2>"$work/errors" || {
    cat "$work/errors"
    exit 1
}
{ echo "# $2" && cat "$work/certificate" "$work/key"; } >"$1.new" && mv "$1.new" "$1"
