import { effect } from '@preact/signals';
import { render } from 'preact';
import { createFiles } from './files/files';
import { createDatabase } from './journal/database';
import { createJournal } from './journal/journal';
import { createLive } from './live/session';
import { createEngine } from './reading/engine';
import { settings } from './settings/settings';
import { App } from './shell/App';
import { keepOffline } from './shell/offline';

effect(() => {
  document.documentElement.dataset['theme'] = settings.theme.value;
});

const engine = createEngine();
engine.start();
const root = document.getElementById('app');
const journal = createJournal(createDatabase(), () => new Date());
if (root) render(<App live={createLive(engine)} files={createFiles(engine)} journal={journal} engine={engine} />, root);
keepOffline(engine);
