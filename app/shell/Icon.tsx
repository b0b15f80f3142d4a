/** The signs of the page's frame, its live view and its files. */
import { Sign } from './Sign';

const paths = {
  live: 'M4 7h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2ZM16 11l6-3.5v9L16 13',
  journal: 'M6 3h12a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2ZM8 3v18M11.5 8h4.5M11.5 12h4.5',
  trends: 'M3 3v18h18M7 15l4-5 3.5 3L20 6',
  care: 'M12 20.5C5 16 2.5 12 2.5 8.5A4.7 4.7 0 0 1 12 7a4.7 4.7 0 0 1 9.5 1.5C21.5 12 19 16 12 20.5Z',
  files: 'M5 4h14a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2ZM3 17l5.5-6 4.5 5 3-3 5 5M16 7.5v1.5',
  settings:
    'M4 7h8M18 7h2M4 17h2M12 17h8M15 4.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5ZM9 14.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 1 1 0-5Z',
  theme: 'M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 1 1 0-17ZM12 4v16M15 5v14M18 7v10',
  close: 'M6 6 18 18M18 6 6 18',
  pause: 'M8 5v14M16 5v14',
  resume: 'M7 4.5 19 12 7 19.5Z',
  snapshot:
    'M4 8h3.5L9 5.5h6L16.5 8H20a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1ZM12 10a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0-7Z',
  fullScreen: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  smallScreen: 'M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5',
  smallWindow: 'M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1ZM12 12h6v4h-6Z',
  mirror:
    'M12 2.5c4.5 0 7 3.5 7 7.5s-2.5 7.5-7 7.5S5 14 5 10s2.5-7.5 7-7.5ZM12 17.5V21.5M8 21.5h8M9.5 11.5c1.200 1.700 3.800 1.700 5 0',
} as const;

export type IconName = keyof typeof paths;

export const Icon = ({ name }: { name: IconName }) => <Sign lines={paths[name]} />;
