import { effect } from '@preact/signals';
import { render } from 'preact';
import { createFiles } from './files/files';
import { createLive } from './live/session';
import { startKnowing } from './personal/knowing';
import { createEngine } from './reading/engine';
import { settings } from './settings/settings';
import { App } from './shell/App';
import { keepOffline } from './shell/offline';
import { watchPower } from './shell/power';
import { wordsReady } from './words';

effect(() => {
  document.documentElement.dataset['theme'] = settings.theme.value;
});

const engine = createEngine();
// What is measured of a device holds for its battery, or for its plug.
watchPower().finally(engine.start);
const [live, files] = [createLive(engine), createFiles(engine)];
const root = document.getElementById('app');
// No word is shown in another language first; the networks load meanwhile.
wordsReady.then(() => {
  if (root) render(<App live={live} files={files} engine={engine} />, root);
});
keepOffline(engine);
startKnowing();
