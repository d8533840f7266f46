/** The port that the proxy listens on inside its container. */
export const proxyPort = 8080;

/** The port for TLS, where that is on; the other one then leads here. */
export const proxyTlsPort = 8443;
