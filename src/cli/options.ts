/** Options that several commands have. */
import { extname } from 'node:path';
import type { Command } from 'commander';
import {
  checkOptions,
  type DetectorDevice,
  type DetectorOptions,
  detectorDevices,
  type FaceDetectorName,
  faceDetectors,
} from '../detect';
import { defaultThreshold } from '../emotion';
import type { NetworkDescription } from '../model';
import { alternatives, described } from '../options';
import type { Device } from '../runtime';
import { requireGraphicsCard } from '../runtime/node';
import { expressionNetwork } from './networkNames';
import { UsageError } from './output';

/** Of commands that read faces. */
export const withDeviceOption = (command: Command) =>
  command.option(
    `--device <${detectorDevices.join('|')}>`,
    'what computes; auto: whichever is faster here, which is measured first',
    'cpu',
  );

export const withDetectorOptions = (command: Command) =>
  withDeviceOption(command)
    .option('--model <name|file|run>', 'the expression network', expressionNetwork, 'compact')
    .option(`--face-detector <${faceDetectors.join('|')}>`, 'what finds faces', 'auto')
    .option('--threshold <p>', 'probability from which an emotion is named, 0 to 1', String(defaultThreshold));

export function detectorOptions(
  given: { model: string; faceDetector: string; device: string; threshold: string },
  network?: NetworkDescription,
): DetectorOptions & { device: DetectorDevice } {
  const device = oneOf('--device', given.device, detectorDevices);
  const threshold = given.threshold.trim() === '' ? Number.NaN : Number(given.threshold);
  if (!(threshold > 0 && threshold < 1))
    throw new UsageError(
      `--threshold must be between 0 and 1 (got ${Number.isNaN(threshold) ? described(given.threshold) : threshold})`,
    );
  try {
    return checkOptions({
      model: given.model,
      faceDetector: given.faceDetector as FaceDetectorName,
      device,
      threshold,
      ...(network && { network }),
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** A whole number of at least `least`, and of at most `most` where that is given. */
export function wholeNumber(option: string, text: string, least: number, most = Number.POSITIVE_INFINITY): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const range = Number.isFinite(most) ? `from ${least} to ${most}` : `of at least ${least}`;
  throw new UsageError(`${option} must be a whole number ${range} (got ${described(text)})`);
}

/** A finite number above 0. */
export function positiveNumber(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new UsageError(`${option} must be a number above 0 (got ${described(text)})`);
  return value;
}

/** What a file's name ends in, in small letters: one of `allowed`. */
export function endingOf<T extends string>(option: string, file: string, allowed: readonly T[]): T {
  const found = allowed.find((ending) => ending === extname(file).toLowerCase());
  if (!found) throw new UsageError(`${option} must end in ${alternatives(allowed)} (got ${described(file)})`);
  return found;
}

/** A number of at least `least`. */
export function numberAtLeast(option: string, text: string, least: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < least)
    throw new UsageError(`${option} must be a number of at least ${least} (got ${described(text)})`);
  return value;
}

/** Throws a UsageError where a graphics card is asked for and none can be used. */
export async function requireDevice(device: DetectorDevice) {
  if (device !== 'webgpu') return;
  await requireGraphicsCard().catch((error: Error) => {
    throw new UsageError(error.message);
  });
}

/** What a command that reads faces computes on. Throws a UsageError as `requireDevice` does. */
export async function readingDevice({ device }: { device: string }): Promise<DetectorDevice> {
  const wished = oneOf('--device', device, detectorDevices);
  await requireDevice(wished);
  return wished;
}

/** One of the devices that can train. */
export const deviceOption = (value: string): Device => oneOf('--device', value, ['cpu', 'webgpu']);

export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((a) => a === value);
  if (!found) throw new UsageError(`${option} must be ${alternatives(allowed)} (got ${described(value)})`);
  return found;
}
