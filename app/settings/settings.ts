/** What a person has chosen, kept in this browser from one visit to the next. */
import { batch, effect, type Signal, signal } from '@preact/signals';
import * as v from 'valibot';
import { speedsSchema } from '../../src/detect';
import { defaultThreshold, defaultTimeConstant } from '../../src/emotion';
import type { NetworkDescription } from '../../src/model';
import { usualDayBegin } from '../../src/mood';

export const languages = ['en', 'de', 'es', 'fr'] as const;
export type Language = (typeof languages)[number];
export const finders = ['blazeface', 'auto', 'mtcnn'] as const;
export type FinderName = (typeof finders)[number];
/** In the order of the navigation. */
export const views = ['live', 'journal', 'trends', 'care', 'files'] as const;
export const resolutions = ['320x240', '640x480', '1280x720'] as const;

const weekday = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6));
/** Monday first, 0 for Sunday. */
export const everyDay: readonly number[] = [1, 2, 3, 4, 5, 6, 0];
const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
const reminderSchema = v.object({ time: v.pipe(v.string(), v.regex(clock)), weekdays: v.array(weekday) });
export type ReminderTime = v.InferOutput<typeof reminderSchema>;
/** Days begin no later than this hour. */
export const latestBegin = 12;

/** Anything that is not as it should be falls back by itself. */
const entries = {
  threshold: v.fallback(v.pipe(v.number(), v.minValue(0.1), v.maxValue(0.9)), defaultThreshold),
  /** Seconds after which a change shows to 63 %; 0 for none. */
  smoothing: v.fallback(v.pipe(v.number(), v.minValue(0), v.maxValue(2)), defaultTimeConstant),
  finder: v.fallback(v.picklist(finders), 'blazeface'),
  backend: v.fallback(v.picklist(['auto', 'webgpu', 'cpu']), 'auto'),
  /** What the networks take on this device, once both the processor and a graphics card were tried. */
  speeds: v.fallback(v.array(speedsSchema), []),
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
  /** When to be reminded, as "20:00", and on which weekdays, 0 for Sunday. */
  reminders: v.fallback(v.array(reminderSchema), []),
  /** The weekday on which the week before is looked back on; null for never. */
  lookBack: v.fallback(v.nullable(weekday), 1),
  /** The hour at which a day begins: what is written before it is of the evening before. */
  dayBegins: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(latestBegin)), usualDayBegin),
  /** Of things to do: soft tones, and steps read aloud. */
  sound: v.fallback(v.boolean(), false),
  voice: v.fallback(v.boolean(), false),
  /** What networks of other makers mean, by their files' names; checked when one is used. */
  networks: v.fallback(
    v.record(
      v.string(),
      v.custom<NetworkDescription>((said) => typeof said === 'object'),
    ),
    {},
  ),
  /** The profile of the person whose face is read; empty for nobody's. */
  profile: v.fallback(v.string(), ''),
  introduced: v.fallback(v.boolean(), false),
  /** Where the page was left. */
  view: v.fallback(v.picklist(views), 'live'),
  /** The camera was on once: this browser let the page have it. */
  cameraUsed: v.fallback(v.boolean(), false),
} as const;

export type Settings = { [K in keyof typeof entries]: Signal<v.InferOutput<(typeof entries)[K]>> };

const place = 'feeling.settings';

function stored(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(place) ?? '{}');
    return typeof value === 'object' && value !== null ? carriedOn(value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Earlier versions knew one reminder, on every day. */
function carriedOn(value: Record<string, unknown>): Record<string, unknown> {
  const { reminder, ...others } = value;
  if (typeof reminder !== 'string' || !clock.test(reminder) || 'reminders' in value) return others;
  return { ...others, reminders: [{ time: reminder, weekdays: [...everyDay] }] };
}

const before = stored();

export const settings = Object.fromEntries(
  Object.entries(entries).map(([name, schema]) => [name, signal(v.parse(schema, before[name]))]),
) as unknown as Settings;

const signals: Readonly<Record<string, Signal>> = settings;

/** The browser keeps nothing: its storage is full, or forbidden. */
export const forgetful = signal(false);

/** Puts some of what is stored anew, and leaves the rest as other tabs have written it meanwhile. */
function store(changed: Record<string, unknown>) {
  try {
    localStorage.setItem(place, JSON.stringify({ ...stored(), ...changed }));
    forgetful.value = false;
  } catch {
    forgetful.value = true;
  }
}

/** What this tab knows to be stored. */
const known: Record<string, unknown> = {};

effect(() => {
  const changed: Record<string, unknown> = {};
  for (const [name, { value }] of Object.entries(signals)) {
    if (value !== known[name]) changed[name] = value;
    known[name] = value;
  }
  if (Object.keys(changed).length > 0) store(changed);
});

/** What another tab has stored holds here, too, at once. */
addEventListener('storage', (event) => {
  const { key } = event as StorageEvent;
  // Without a key all was removed.
  if (key !== null && key !== place) return;
  const now = stored();
  batch(() => {
    for (const [name, schema] of Object.entries(entries)) {
      const value = v.parse(schema, now[name]);
      known[name] = value;
      (signals[name] as Signal).value = value;
    }
  });
});

/** Everything is as at the first visit, in all tabs. */
export function forgetSettings() {
  batch(() => {
    for (const [name, schema] of Object.entries(entries)) {
      const value = v.parse(schema, undefined);
      known[name] = value;
      (signals[name] as Signal).value = value;
    }
  });
  try {
    localStorage.removeItem(place);
  } catch {
    // Nothing was stored.
  }
}

/**
 * What earlier versions kept here that is the person's own, and belongs to the journal, which can be sealed.
 *
 * Their names, as they were called here and as the journal calls them.
 */
const oldNames = { ownTags: 'tags', never: 'never', helpLines: 'helpLines' } as const;

export const oldOwn = {
  read(): Record<string, unknown> {
    const now = stored();
    const found = Object.entries(oldNames).filter(([old]) => {
      const value = now[old];
      return Array.isArray(value) ? value.length > 0 : typeof value === 'string';
    });
    return Object.fromEntries(found.map(([old, name]) => [name, now[old]]));
  },
  remove() {
    const now = stored();
    if (!Object.keys(oldNames).some((old) => old in now)) return;
    for (const old of Object.keys(oldNames)) delete now[old];
    try {
      localStorage.setItem(place, JSON.stringify(now));
    } catch {
      // It is full: they are removed the next time.
    }
  },
};
