/** The page as a whole: its head, its views, and what lies over them. */
import { signal } from '@preact/signals';
import { CareView } from '../care/CareView';
import { FilesView } from '../files/FilesView';
import type { Files } from '../files/files';
import { JournalView } from '../journal/JournalView';
import type { Journal } from '../journal/journal';
import { LiveView } from '../live/LiveView';
import type { Live } from '../live/session';
import type { Engine } from '../reading/engine';
import { SettingsSheet } from '../settings/SettingsSheet';
import { settings } from '../settings/settings';
import { TrendsView } from '../trends/TrendsView';
import { words } from '../words';
import { Intro } from './Intro';

const views = ['live', 'journal', 'trends', 'care', 'files', 'about'] as const;
type View = (typeof views)[number];

const viewOf = (hash: string): View => views.find((view) => hash === `#${view}`) ?? 'live';
const view = signal<View>(viewOf(location.hash));
addEventListener('hashchange', () => {
  view.value = viewOf(location.hash);
});
const settingsOpen = signal(false);

const nextTheme = { auto: 'light', light: 'dark', dark: 'auto' } as const;

export interface AppProps {
  live: Live;
  files: Files;
  journal: Journal;
  engine: Engine;
}

export function App({ live, files, journal, engine }: AppProps) {
  const text = words.value;
  const { theme } = settings;
  return (
    <div class="page">
      <header class="bar">
        <h1>feeling</h1>
        <p class="private">{text.onDevice}</p>
        <button
          type="button"
          class="icon"
          aria-label={`${text.settings.theme}: ${text.settings.themes[theme.value]}`}
          onClick={() => {
            theme.value = nextTheme[theme.value];
          }}
        >
          ◐
        </button>
        <button
          type="button"
          class="icon"
          aria-label={text.settings.open}
          onClick={() => {
            settingsOpen.value = true;
          }}
        >
          ⚙
        </button>
      </header>
      <nav aria-label={text.nav.label}>
        {views.map((name) => (
          <a key={name} href={`#${name}`} aria-current={view.value === name ? 'page' : undefined}>
            {text.nav[name]}
          </a>
        ))}
      </nav>
      <div class="view">
        <Intro />
        {view.value === 'live' && <LiveView live={live} engine={engine} />}
        {view.value === 'journal' && <JournalView journal={journal} live={live} />}
        {view.value === 'trends' && <TrendsView journal={journal} />}
        {view.value === 'care' && <CareView journal={journal} />}
        {view.value === 'files' && <FilesView files={files} engine={engine} />}
        {view.value === 'about' && <About />}
      </div>
      {settingsOpen.value && (
        <SettingsSheet
          live={live}
          engine={engine}
          close={() => {
            settingsOpen.value = false;
          }}
        />
      )}
    </div>
  );
}

function About() {
  const { about } = words.value;
  return (
    <main class="about">
      <h2>{about.title}</h2>
      {about.paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </main>
  );
}
