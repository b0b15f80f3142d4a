/** The page as a whole: its head, its views, and what lies over them. */
import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { FilesView } from '../files/FilesView';
import type { Files } from '../files/files';
import { LiveView } from '../live/LiveView';
import type { Live } from '../live/session';
import type { Engine } from '../reading/engine';
import { SettingsSheet } from '../settings/SettingsSheet';
import { settings, views } from '../settings/settings';
import { openSettings, settingsPart } from '../settings/sheet';
import { words } from '../words';
import { Icon } from './Icon';
import { Intro } from './Intro';
import { lazyPart, NotLoaded } from './lazyPart';
import { NewVersion } from './NewVersion';
import { isKept } from './offline';
import { Training } from './Training';

/** Two have no tab: training is for those who look for it. */
type View = (typeof views)[number] | 'about' | 'train';
const withoutTab = ['about', 'train'] as const;

/** Without an address of its own the page opens where it was left. */
const viewOf = (hash: string): View =>
  [...withoutTab, ...views].find((name) => hash === `#${name}` || hash === `#/${name}`) ?? settings.view.peek();
const view = signal<View>(viewOf(location.hash));
addEventListener('hashchange', () => {
  view.value = viewOf(location.hash);
  settingsPart.value = undefined;
  scrollTo(0, 0);
});
effect(() => {
  const { value: name } = view;
  if (name !== 'about' && name !== 'train') settings.view.value = name;
  document.title = `${words.value.nav[name]} · feeling`;
});

const isOverDays = (name: View) => name === 'journal' || name === 'trends' || name === 'care';
/** The views over days. */
const days = lazyPart(() => import('./days'));

const nextTheme = { auto: 'light', light: 'dark', dark: 'auto' } as const;

export interface AppProps {
  live: Live;
  files: Files;
  engine: Engine;
}

export function App({ live, files, engine }: AppProps) {
  const text = words.value;
  const { theme } = settings;
  return (
    <div class="page">
      <header class="bar">
        <h1>feeling</h1>
        <p class="private">{text.onDevice}</p>
        {live.cameraOn.value && <p class="camera-on">{text.cameraOn}</p>}
        <button
          type="button"
          class="icon"
          aria-label={`${text.settings.theme}: ${text.settings.themes[theme.value]}`}
          onClick={() => {
            theme.value = nextTheme[theme.value];
          }}
        >
          <Icon name="theme" />
        </button>
        <button
          type="button"
          class="icon"
          aria-label={text.settings.open}
          onClick={() => {
            openSettings();
          }}
        >
          <Icon name="settings" />
        </button>
      </header>
      <nav aria-label={text.nav.label}>
        {views.map((name) => (
          <a key={name} href={`#${name}`} aria-current={view.value === name ? 'page' : undefined}>
            <Icon name={name} />
            <span>{text.nav[name]}</span>
          </a>
        ))}
      </nav>
      <div class="view">
        <NewVersion />
        <Intro />
        {view.value === 'live' && <LiveView live={live} files={files} engine={engine} />}
        {isOverDays(view.value) && <Days view={view.value} live={live} />}
        {view.value === 'files' && <FilesView files={files} engine={engine} />}
        {view.value === 'about' && <About />}
        {view.value === 'train' && <Training engine={engine} />}
        <Background view={view.value} live={live} />
      </div>
      {settingsPart.value && (
        <SettingsSheet
          live={live}
          engine={engine}
          close={() => {
            settingsPart.value = undefined;
          }}
        />
      )}
    </div>
  );
}

/** What goes on beside any view, where the person wants it. */
function Background({ view: name, live }: { view: View; live: Live }) {
  const isWanted = settings.passiveLook.value || settings.reminders.value.length > 0;
  const { value: loaded } = days.loaded;
  useEffect(() => {
    if (isWanted) days.load();
  }, [isWanted]);
  useEffect(() => {
    if (!loaded || settings.reminders.value.length === 0) return;
    if (loaded.journal.state.peek() === 'loading') loaded.journal.load();
    return loaded.startReminding(loaded.journal);
  }, [loaded, settings.reminders.value.length === 0]);
  if (!loaded || !settings.passiveLook.value) return null;
  const { PassiveLook, journal } = loaded;
  return <PassiveLook journal={journal} live={live} inLive={name === 'live'} />;
}

/** Journal, trends and care, once their script is there. */
function Days({ view: name, live }: { view: View; live: Live }) {
  useEffect(() => {
    days.load();
  }, []);
  const { value: loaded } = days.loaded;
  if (!loaded)
    return (
      <main class="journal">
        <NotLoaded part={days} />
      </main>
    );
  const { journal, backup, sync, Gate, JournalView, TrendsView, CareView } = loaded;
  return (
    <Gate journal={journal}>
      {name === 'journal' && <JournalView journal={journal} backup={backup} sync={sync} live={live} />}
      {name === 'trends' && <TrendsView journal={journal} />}
      {name === 'care' && <CareView journal={journal} />}
    </Gate>
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
      {isKept.value && <p>{about.kept}</p>}
      <p>
        <a href="./NOTICE.txt">{about.licences}</a>
      </p>
      <p>
        <a href="#train">{about.train}</a>
      </p>
    </main>
  );
}
