/** What a packaged model wants of faces. */
import { decodeModel } from '../graph';
import { classifierSize, type FaceInput } from './feed';

/**
 * The form in which a packaged model reads faces; undefined for 48 × 48 grey, and where the file does not say.
 *
 * Throws an OnnxError when the bytes are no ONNX model.
 */
export function formOfModel(bytes: Uint8Array): Pick<FaceInput, 'channels' | 'size'> | undefined {
  const pixels = decodeModel(bytes).graph?.input?.find(({ name }) => name === 'pixels');
  const [, channels, height, width] = (pixels?.type?.tensor_type?.shape?.dim ?? []).map((d) =>
    Number(d.dim_value ?? 0),
  );
  if ((channels !== 1 && channels !== 3) || !height || height !== width) return undefined;
  return channels === 1 && height === classifierSize ? undefined : { channels, size: height };
}
