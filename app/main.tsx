import { effect } from '@preact/signals';
import { render } from 'preact';
import { createFiles } from './files/files';
import { createLive } from './live/session';
import { startKnowing } from './personal/knowing';
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
if (root) render(<App live={createLive(engine)} files={createFiles(engine)} engine={engine} />, root);
keepOffline(engine);
startKnowing();
