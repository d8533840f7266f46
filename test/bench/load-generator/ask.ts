// Sends one request and writes what comes back, as a line of JSON.

const [method = "", url = ""] = process.argv.slice(2);

// The certificate of the benchmark vouches for itself.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
const headers = { "User-Agent": process.env.USER_AGENT ?? "", Accept: "*/*" };
const response = await fetch(url, { method, headers, redirect: "manual" });
console.log(JSON.stringify({ status: response.status, body: await response.text() }));
