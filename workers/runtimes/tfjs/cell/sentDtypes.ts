import type { DataType } from './tensorflow.ts';

export type SentDtype = 'float16' | 'bfloat16' | 'float32' | 'float64' | 'int8' | 'int16' | 'int32' | 'int64' | 'uint8' | 'bool';

type Values = { values: Float32Array | Int32Array | Uint8Array; dtype: DataType };

/**
 * TensorFlow.js knows float32, int32 and bool. Narrower types arrive as the one of these that holds them exactly; of wider ones
 * nothing can be had that would not round. Throws for those: the question's cases are then not meant for this runtime.
 */
export function shareable(dtype: SentDtype, bytes: Buffer): Values {
  const { buffer, byteOffset, byteLength } = bytes;
  switch (dtype) {
    case 'float32':
      return { values: new Float32Array(buffer, byteOffset, byteLength / 4), dtype: 'float32' };
    case 'int32':
      return { values: new Int32Array(buffer, byteOffset, byteLength / 4), dtype: 'int32' };
    case 'bool':
      return { values: new Uint8Array(buffer, byteOffset, byteLength), dtype: 'bool' };
    case 'uint8':
      return { values: Int32Array.from(bytes), dtype: 'int32' };
    case 'int8':
      return { values: Int32Array.from(new Int8Array(buffer, byteOffset, byteLength)), dtype: 'int32' };
    case 'int16':
      return { values: Int32Array.from(new Int16Array(buffer, byteOffset, byteLength / 2)), dtype: 'int32' };
    case 'float16':
      return { values: Float32Array.from(new Uint16Array(buffer, byteOffset, byteLength / 2), halfToFloat), dtype: 'float32' };
    case 'bfloat16':
      return { values: fromBfloat16(new Uint16Array(buffer, byteOffset, byteLength / 2)), dtype: 'float32' };
    default:
      throw new Error(`TensorFlow.js has no type that holds ${dtype}`);
  }
}

function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function fromBfloat16(halves: Uint16Array): Float32Array {
  const words = Uint32Array.from(halves, (half) => half << 16);
  return new Float32Array(words.buffer);
}
