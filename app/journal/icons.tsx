/** The journal's signs, which the live page does not load: tags, things to do, and what can be pressed. */
import type { ComponentChildren } from 'preact';
import { Sign } from '../shell/Sign';

const drawings = {
  change: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  remove: 'M6 6l12 12M18 6L6 18',
  search: 'M10.5 17a6.5 6.5 0 1 1 0-13a6.5 6.5 0 0 1 0 13zM15.5 15.5L20 20',
  earlier: 'M14 6l-6 6l6 6',
  later: 'M10 6l6 6l-6 6',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3M12 15v2',
  // Tags.
  sleep: 'M19 14.5A8 8 0 1 1 10 4.5a6.5 6.5 0 0 0 9 10zM15 4h4l-4 4h4',
  people:
    'M9 11a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM3.5 19c0-3 2.5-5 5.5-5s5.5 2 5.5 5M16 11a2.5 2.5 0 1 0-1-4.8M17 14c2 .4 3.5 2 3.5 4.5',
  family: 'M4 11l8-7l8 7M6 10v10h12V10M12 17.5c-3-2-3-3-3-3.8a1.5 1.5 0 0 1 3-.5a1.5 1.5 0 0 1 3 .5c0 .8 0 1.8-3 3.8z',
  work: 'M4 8h16v11H4zM9 8V5h6v3M4 13h16',
  study: 'M12 7c-2-1.5-5-2-8-2v13c3 0 6 .5 8 2c2-1.5 5-2 8-2V5c-3 0-6 .5-8 2zM12 7v13',
  movement: 'M14 6a1.8 1.8 0 1 0 0-3.6a1.8 1.8 0 0 0 0 3.6zM6 12l3-4l4 1l2 3h3M12 9l-2 5l4 3v5M10 14l-2 3H4',
  food: 'M7 3v7a2 2 0 0 0 4 0V3M9 3v18M16 21V3c-2 1-3 4-3 8h3',
  nature: 'M12 21v-9M12 15c-5 0-7-3-7-8c5 0 7 3 7 8zM12 12c0-4 2-7 7-8c0 5-2 8-7 8z',
  home: 'M4 12l8-8l8 8M6 10v10h12V10M10 20v-6h4v6',
  hobby:
    'M12 4a8 8 0 1 0 0 16c1.5 0 2-1 1.5-2c-.6-1.300 0-2.5 1.5-2.5h2a3 3 0 0 0 3-3c0-5-3.6-8.5-8-8.5zM8 11v.1M11 8v.1M15 8.5v.1',
  health:
    'M12 20c-5-3.5-8-6.5-8-10.200A4.300 4.300 0 0 1 12 7.5a4.300 4.300 0 0 1 8 2.300C20 13.5 17 16.5 12 20zM4.5 12.5H9l1.5-3l2.5 5l1.5-2h5',
  travel: 'M3 13l18-8l-5 15l-4-6zM12 14l9-9',
  tag: 'M4 4h8l8 8l-8 8l-8-8zM8 8v.1',
  // Things to do.
  breathing: 'M3 9h10a2.5 2.5 0 1 0-2.5-2.5M3 13h15a2.5 2.5 0 1 1-2.5 2.5M3 17h7a2 2 0 1 1-2 2',
  meditation:
    'M12 7a2 2 0 1 0 0-4a2 2 0 0 0 0 4zM12 9v6M12 10l-5 4l-2-1M12 10l5 4l2-1M4 19c3 1 5-2 8-4c3 2 5 5 8 4M6 21h12',
  walk: 'M13 5.5a1.8 1.8 0 1 0 0-3.6a1.8 1.8 0 0 0 0 3.6zM12 8l-1 7l-3 6M11 15l4 2l1 4M12 8l-4 3l-1 3M12.5 9l3 3l3 .5',
  call: 'M6 3h4l1.5 5l-2.5 1.5a12 12 0 0 0 5.5 5.5L16 12.5l5 1.5v4a3 3 0 0 1-3 3C10 21 3 14 3 6a3 3 0 0 1 3-3z',
  gratitude: 'M5 4h11l3 3v13H5zM8 9h8M8 13h8M8 17h5',
  windDown: 'M19 15A8 8 0 1 1 10 5a6.5 6.5 0 0 0 9 10z',
} as const;

export type IconName = keyof typeof drawings;

export const Icon = ({ name }: { name: IconName }) => <Sign lines={drawings[name]} />;

/** Tags that have a drawing; one's own have a label's. */
export const tagIcon = (tag: string): IconName =>
  (usualTags as readonly string[]).includes(tag) ? (tag as (typeof usualTags)[number]) : 'tag';

/** Tags that are there from the start, under their English names; `words` tells what each is called. */
export const usualTags = [
  'sleep',
  'people',
  'family',
  'work',
  'study',
  'movement',
  'food',
  'nature',
  'home',
  'hobby',
  'health',
  'travel',
] as const satisfies readonly IconName[];

export interface IconButtonProps {
  name: IconName;
  label: string;
  press(): void;
}

/** A button that is its drawing. */
export function IconButton({ name, label, press }: IconButtonProps): ComponentChildren {
  return (
    <button type="button" class="icon small" aria-label={label} onClick={press}>
      <Icon name={name} />
    </button>
  );
}
