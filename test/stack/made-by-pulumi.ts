/**
 * What a real Pulumi 3.259 wrote into a stack's file for
 * `pulumi config set --secret redisPassword …` under this passphrase.
 */
export const madeByPulumi = {
  salt: "v1:KWifVl4+RrY=:v1:IAF30/Vaa2I2162O:G+yv5202gkHLgdJhWbfGDVo/oXN5NQ==",
  passphrase: "correct horse",
  secure: "v1:bsSWnlH5cY9SIER8:bg4qcFM+waas7wFCqe9QjgujxA/UaSLS1A1B1yDI1z+I",
  value: "sesam öffne dich",
} as const;
