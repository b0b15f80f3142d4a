import { render } from 'preact';
import { LiveView } from './live/LiveView';
import { startLive } from './live/session';

const root = document.getElementById('app');
if (root) render(<LiveView live={startLive()} />, root);
