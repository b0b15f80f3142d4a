import { expect, it } from 'vitest';
import type { EpochResult } from './history';
import { crc32c, eventOf, eventsHeader } from './tensorboard';

it('CRC-32C of the check value of RFC 3720', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  // Thirty-two zeros, RFC 3720 B.4.
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
});

/** Field numbers and raw values of a protobuf message: numbers, or bytes. */
function fieldsOf(bytes: Uint8Array): [field: number, value: number | Uint8Array][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: [number, number | Uint8Array][] = [];
  let at = 0;
  const varint = () => {
    let [value, shift] = [0, 1];
    for (;;) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * shift;
      shift *= 128;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const [field, kind] = [Math.floor(key / 8), key % 8];
    if (kind === 0) found.push([field, varint()]);
    else if (kind === 1) {
      found.push([field, view.getFloat64(at, true)]);
      at += 8;
    } else if (kind === 5) {
      found.push([field, view.getFloat32(at, true)]);
      at += 4;
    } else {
      const length = varint();
      found.push([field, bytes.subarray(at, at + length)]);
      at += length;
    }
  }
  return found;
}

it('events are records with lengths and checksums, scalars by tag and step', () => {
  const epoch = { epoch: 3, learningRate: 0.5, seconds: 60, loss: 1.25, valAccuracy: 0.75 } as Record<
    string,
    number
  > as EpochResult;
  const file = Buffer.concat([eventsHeader(1000), eventOf(epoch, 1060)]);
  const events: Uint8Array[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    const data = file.subarray(at + 12, at + 12 + length);
    // The mask as TensorFlow has it: turned right by 15 bits, plus a constant.
    const crc = BigInt(crc32c(data));
    const turned = ((crc >> 15n) | (crc << 17n)) & 0xffffffffn;
    expect(BigInt(file.readUInt32LE(at + 12 + length))).toBe((turned + 0xa282ead8n) & 0xffffffffn);
    events.push(data);
    at += 16 + length;
  }
  const [header, event] = events.map((bytes) => new Map(fieldsOf(bytes)));
  expect(Buffer.from(header?.get(3) as Uint8Array).toString()).toBe('brain.Event:2');
  expect([event?.get(1), event?.get(2)]).toEqual([1060, 3]);
  const scalars = fieldsOf(event?.get(5) as Uint8Array).map(([, value]) => {
    const fields = new Map(fieldsOf(value as Uint8Array));
    return [Buffer.from(fields.get(1) as Uint8Array).toString(), fields.get(2)];
  });
  expect(Object.fromEntries(scalars)).toEqual({
    'training/learningRate': 0.5,
    'training/seconds': 60,
    'training/loss': 1.25,
    'validation/accuracy': 0.75,
  });
});
