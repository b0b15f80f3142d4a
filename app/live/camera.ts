/** The camera: asked for, lost and found again. */
import { settings } from '../settings/settings';

export type CameraProblem = 'denied' | 'no-camera' | 'in-use' | 'insecure' | 'failed';

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

export interface CameraWish {
  /** The browser's name for it; empty for the one it prefers. */
  deviceId: string;
  /** "640x480" */
  resolution: string;
}

/** Throws a CameraError that tells what is in the way. A camera that is gone is replaced by another. */
export async function openCamera(wish: CameraWish): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraError('insecure', '');
  const again = (name: string) => (error: DOMException, next: CameraWish) =>
    error.name === name ? ask(next) : Promise.reject(error);
  // A camera that is slow to start gives up once in a while (AbortError); the second time it is awake.
  return ask(wish)
    .catch((error: DOMException) => again('AbortError')(error, wish))
    .catch((error: DOMException) => again('OverconstrainedError')(error, { ...wish, deviceId: '' }))
    .catch(({ name, message }: DOMException) => {
      throw new CameraError(problems[name] ?? 'failed', message);
    });
}

function ask({ deviceId, resolution }: CameraWish) {
  const [width, height] = resolution.split('x').map(Number) as [number, number];
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: {
      width: { ideal: width },
      height: { ideal: height },
      ...(deviceId === '' ? { facingMode: 'user' } : { deviceId: { exact: deviceId } }),
    },
  });
}

export function closeCamera(stream: MediaStream | undefined) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Cameras that can be chosen; browsers name them once one was allowed. */
export async function listCameras(): Promise<MediaDeviceInfo[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  return devices.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '');
}

/**
 * Whether the camera may be turned on without a word: the browser will not ask, because it has been answered, or there is
 * nothing to ask for. Browsers that do not tell have let the page have the camera before, or will ask.
 */
export async function mayBegin(): Promise<boolean> {
  if (!navigator.mediaDevices?.getUserMedia) return true;
  const permission = await navigator.permissions?.query({ name: 'camera' as PermissionName }).catch(() => undefined);
  if (permission ? permission.state !== 'prompt' : settings.cameraUsed.peek()) return true;
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => undefined);
  return devices !== undefined && !devices.some(({ kind }) => kind === 'videoinput');
}
