/** Networks in 8 bits as graphics cards run them. */
import { decodeModel, dequantizeOnnx, readOnnx, writeOnnx } from '../graph';

/** An .onnx file whose 8-bit steps are done in floats, unrounded; as it is where it has none. */
export function inFullPrecision(bytes: Uint8Array): Uint8Array {
  const isRounded = decodeModel(bytes).graph?.node?.some(({ op_type }) => op_type === 'QuantizeLinear');
  return isRounded ? writeOnnx(dequantizeOnnx(readOnnx(bytes))) : bytes;
}
