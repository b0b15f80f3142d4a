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
  if (!navigator.mediaDevices?.getUserMedia)
    throw new CameraError(
      'unsupported',
      'this browser gives pages no camera, or the page was not opened over https or on this computer',
    );
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { width: { ideal: 640 }, height: { ideal: 480 }, facingMode: 'user' },
    });
  } catch (error) {
    const { name, message } = error as DOMException;
    throw new CameraError(problems[name] ?? 'failed', message);
  }
}

export function closeCamera(stream: MediaStream | undefined) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
