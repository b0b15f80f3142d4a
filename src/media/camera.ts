/** A camera without a browser, through FFmpeg's capture devices (Video4Linux, AVFoundation, DirectShow). */
import type { Demuxer } from 'node-av';
import { loadFfmpeg } from './ffmpeg';
import { type Frame, MediaError } from './frame';

export interface Camera {
  /** Frames as they come, times from the first, which never go back; a frame's pixels are valid until the next is asked for. */
  frames(): AsyncGenerator<Frame>;
  close(): Promise<void>;
}

/** Asked of the camera; it gives what it can. */
const wished = { width: 640, height: 480, frameRate: 30 };

/**
 * Opens a camera.
 *
 * device as the system calls it ("/dev/video0", "FaceTime HD Camera"); its first camera if not given
 * Throws a MediaError that lists the cameras there are when this one cannot be opened.
 */
export async function openCamera(device?: string): Promise<Camera> {
  const { DeviceAPI } = await loadFfmpeg('reading a camera');
  const cameras = (await DeviceAPI.list()).filter(({ type }) => type === 'video');
  const chosen = device ?? (cameras.find(({ isDefault }) => isDefault) ?? cameras[0])?.name;
  if (chosen === undefined) throw new MediaError('no camera was found; is one connected, and may this program use it?');
  const demuxer = await DeviceAPI.openCamera({ videoDevice: chosen, ...wished }).catch((error: Error) => {
    const known = cameras.map(({ name, description }) => `${name} (${description})`).join(', ') || 'none';
    throw new MediaError(`${chosen}: the camera cannot be opened (${error.message}); cameras here: ${known}`);
  });
  return cameraOf(demuxer);
}

/** What an opened device shows. */
export function cameraOf(demuxer: Demuxer): Camera {
  return {
    async *frames() {
      const { Decoder, Scaler } = await loadFfmpeg('reading a camera');
      const stream = demuxer.video();
      if (!stream) throw new MediaError('the camera has no picture');
      using decoder = await Decoder.create(stream);
      using scaler = new Scaler();
      const seconds = stream.timeBase.num / stream.timeBase.den;
      let first: bigint | undefined;
      let time = 0;
      for await (const frame of decoder.frames(demuxer.packets(stream.index))) {
        if (!frame) continue;
        try {
          first ??= frame.pts;
          const data = await scaler.toBuffer(frame, { format: 'rgba' });
          time = Math.max(time, Number(frame.pts - first) * seconds);
          yield { data, width: frame.width, height: frame.height, time };
        } finally {
          frame.free();
        }
      }
    },
    close: () => demuxer.close(),
  };
}
