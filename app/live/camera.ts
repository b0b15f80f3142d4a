/** The camera: asked for, lost and found again. */

export type CameraProblem = 'denied' | 'no-camera' | 'in-use' | 'unsupported' | 'failed';

export class CameraError extends Error {
  constructor(
    readonly problem: CameraProblem,
    reason: string,
  ) {
    super(reason);
    this.name = 'CameraError';
  }
}

const problems: Readonly<Record<string, CameraProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'no-camera',
  OverconstrainedError: 'no-camera',
  NotReadableError: 'in-use',
  AbortError: 'in-use',
};

/** Throws a CameraError that tells what is in the way. */
export async function openCamera(): Promise<MediaStream> {
  if (typeof VideoFrame === 'undefined' || !('requestVideoFrameCallback' in HTMLVideoElement.prototype))
    throw new CameraError('unsupported', 'This browser cannot hand over single frames of a video. A current one can.');
  if (!navigator.mediaDevices?.getUserMedia)
    throw new CameraError(
      'unsupported',
      'Open the page on this computer or over https; otherwise browsers give no camera.',
    );
  // A camera that is slow to start gives up once in a while (AbortError); the second time it is awake.
  return ask()
    .catch((error: DOMException) => (error.name === 'AbortError' ? ask() : Promise.reject(error)))
    .catch(({ name, message }: DOMException) => {
      throw new CameraError(problems[name] ?? 'failed', message);
    });
}

const ask = () =>
  navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: 'user' },
  });

export function closeCamera(stream: MediaStream | undefined) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
