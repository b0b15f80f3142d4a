/** What a person should know when there is no reading. */
import { words } from '../words';
import type { Live } from './session';

export interface Notice {
  title: string;
  text: string;
  /** Label of the button that tries again, where that can help. */
  action?: string | undefined;
  /** It offers what works without a camera. */
  otherWays?: boolean;
}

export function noticeFor(state: Live['state']['value'], problem: Live['problem']['value']): Notice | undefined {
  const { notices, lookAgain, tryAgain, startAgain, missing, live } = words.value;
  const notice = (name: string, action?: string, more = ''): Notice => {
    const [title = '', text = ''] = notices[name] ?? [];
    return { title, text: [text, more].filter(Boolean).join(' '), action };
  };
  const withOtherWays = (...of: Parameters<typeof notice>): Notice => ({ ...notice(...of), otherWays: true });
  switch (state) {
    case 'starting':
      return notice('starting');
    case 'welcome':
      return withOtherWays('welcome', live.turnOn);
    case 'asking':
      return notice('asking');
    case 'paused':
      return { title: live.paused, text: '' };
    case 'no-face':
      return notice('noFace');
    case 'denied':
      return withOtherWays('denied', tryAgain);
    case 'no-camera':
      return withOtherWays(problem?.kind === 'unplugged' ? 'unplugged' : 'noCamera', lookAgain);
    case 'error':
      break;
    default:
      return undefined;
  }
  switch (problem?.kind) {
    case 'in-use':
      return withOtherWays('inUse', tryAgain);
    case 'insecure':
      return withOtherWays('insecure');
    case 'too-old':
      return notice('tooOld', undefined, missing(problem.detail));
    case 'engine':
      return notice('engine', startAgain, problem.detail);
    default:
      return withOtherWays('failed', tryAgain, problem?.detail);
  }
}
