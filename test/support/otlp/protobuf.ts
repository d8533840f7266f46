/** The fields of a protobuf message by their numbers, each with all its values in order. */
export type Fields = ReadonlyMap<number, readonly (Buffer | bigint)[]>;

/** Reads a message without knowing what it means. @throws RangeError where it ends too early */
export function readFields(message: Buffer): Fields {
  const fields = new Map<number, (Buffer | bigint)[]>();
  let at = 0;

  function varint(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message.readUInt8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  function bytes(length: number): Buffer {
    at += length;
    if (at > message.length) throw new RangeError("the message ends too early");
    return message.subarray(at - length, at);
  }

  function value(wireType: number): Buffer | bigint {
    if (wireType === 0) return varint();
    if (wireType === 1) return bytes(8).readBigUInt64LE();
    if (wireType === 5) return BigInt(bytes(4).readUInt32LE());
    return bytes(Number(varint()));
  }

  while (at < message.length) {
    const tag = Number(varint());
    const values = fields.get(tag >> 3) ?? [];
    fields.set(tag >> 3, [...values, value(tag & 7)]);
  }
  return fields;
}

export function messages(fields: Fields, number: number): Fields[] {
  return (fields.get(number) ?? []).map((value) => readFields(value as Buffer));
}

export function text(fields: Fields, number: number, encoding: BufferEncoding = "utf8"): string {
  return (fields.get(number)?.[0] as Buffer | undefined)?.toString(encoding) ?? "";
}
