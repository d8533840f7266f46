/** Where the schedule leaves its last failure for the health check; gone with the next success. */
export const failureFile = "/tmp/last-failure";
