/** What a person has chosen, kept in this browser from one visit to the next. */
import { effect, type Signal, signal } from '@preact/signals';
import * as v from 'valibot';
import { defaultThreshold, defaultTimeConstant } from '../../src/emotion';
import { activities } from '../../src/mood';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];
export const finders = ['blazeface', 'auto', 'mtcnn'] as const;
export type FinderName = (typeof finders)[number];
export const resolutions = ['320x240', '640x480', '1280x720'] as const;

/** Anything that is not as it should be falls back by itself. */
const entries = {
  threshold: v.fallback(v.pipe(v.number(), v.minValue(0.1), v.maxValue(0.9)), defaultThreshold),
  /** Seconds after which a change shows to 63 %; 0 for none. */
  smoothing: v.fallback(v.pipe(v.number(), v.minValue(0), v.maxValue(2)), defaultTimeConstant),
  finder: v.fallback(v.picklist(finders), 'blazeface'),
  backend: v.fallback(v.picklist(['auto', 'webgpu', 'cpu']), 'auto'),
  /** The browser's name for the camera; empty for the one it prefers. */
  camera: v.fallback(v.string(), ''),
  resolution: v.fallback(v.picklist(resolutions), '640x480'),
  mirrored: v.fallback(v.boolean(), true),
  blurFaces: v.fallback(v.boolean(), false),
  language: v.fallback(v.picklist(['auto', ...languages]), 'auto'),
  theme: v.fallback(v.picklist(['auto', 'light', 'dark']), 'auto'),
  /** After a check-in the camera looks, too. */
  look: v.fallback(v.boolean(), false),
  /** The camera looks by itself now and then while the page is open. */
  passiveLook: v.fallback(v.boolean(), false),
  /** When to be reminded each day, as "20:00"; empty for never. */
  reminder: v.fallback(v.pipe(v.string(), v.regex(/^(|([01]\d|2[0-3]):[0-5]\d)$/)), ''),
  /** Of things to do: soft tones, and steps read aloud. */
  sound: v.fallback(v.boolean(), false),
  voice: v.fallback(v.boolean(), false),
  /** Tags of the person's own. */
  ownTags: v.fallback(v.array(v.string()), []),
  /** Things to do that are never to be offered again. */
  never: v.fallback(v.array(v.picklist(activities)), []),
  /** Whom to call, as the person has edited it; null for the list that comes with the language. */
  helpLines: v.fallback(v.nullable(v.string()), null),
  introduced: v.fallback(v.boolean(), false),
} as const;

export type Settings = { [K in keyof typeof entries]: Signal<v.InferOutput<(typeof entries)[K]>> };

const place = 'feeling.settings';

function stored(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const before = stored();

export const settings = Object.fromEntries(
  Object.entries(entries).map(([name, schema]) => [name, signal(v.parse(schema, before[name]))]),
) as unknown as Settings;

/** Everything is as at the first visit. */
export function forgetSettings() {
  for (const [name, schema] of Object.entries(entries))
    (settings as Record<string, Signal>)[name]!.value = v.parse(schema, undefined);
}

/** The browser keeps nothing: its storage is full, or forbidden. */
export const forgetful = signal(false);

effect(() => {
  const values = Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value]));
  try {
    localStorage.setItem(place, JSON.stringify(values));
    forgetful.value = false;
  } catch {
    forgetful.value = true;
  }
});
