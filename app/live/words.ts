/** Sentences of the live view. */
import type { Reading } from '../../src/detect';
import type { Emotion } from '../../src/emotion';
import type { Live } from './session';

/** The name of an emotion as it is said of a face. */
export const adjectives: Readonly<Record<Emotion, string>> = {
  angry: 'angry',
  disgust: 'disgusted',
  fear: 'afraid',
  happy: 'happy',
  sad: 'sad',
  surprise: 'surprised',
  neutral: 'neutral',
};

/** "happy", "sad and angry", "not sure" */
export function inWords({ mixture, unsure }: Pick<Reading, 'mixture' | 'unsure'>): string {
  if (unsure) return 'not sure';
  const words = mixture.map((e) => adjectives[e]);
  return words.length < 3 ? words.join(' and ') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

export interface Notice {
  title: string;
  text: string;
  /** Label of the button that tries again, where that can help. */
  action?: string;
}

/** What a person should know when there is no reading. */
export function noticeFor(state: Live['state']['value'], problem: Live['problem']['value']): Notice | undefined {
  switch (state) {
    case 'starting':
      return { title: 'Getting ready', text: 'The networks are being loaded. This takes a moment the first time.' };
    case 'asking':
      return {
        title: 'May this page use your camera?',
        text: 'Your browser is asking. The pictures are read in this page and go nowhere.',
      };
    case 'denied':
      return {
        title: 'The camera is blocked',
        text: "You or your browser said no. Nothing was recorded. To change that, allow the camera in the address bar's settings, then try again.",
        action: 'Try again',
      };
    case 'no-camera':
      return problem?.kind === 'unplugged'
        ? {
            title: 'The camera was unplugged',
            text: 'Plug it in, or connect another; it is used at once.',
            action: 'Look again',
          }
        : {
            title: 'No camera was found',
            text: 'Connect one, or turn on the one of this device; it is used at once.',
            action: 'Look again',
          };
    case 'no-face':
      return { title: 'No face yet', text: 'Come a little closer, or turn on a light in front of you.' };
    case 'error':
      return errorNotice(problem);
    default:
      return undefined;
  }
}

function errorNotice(problem: Live['problem']['value']): Notice {
  switch (problem?.kind) {
    case 'in-use':
      return {
        title: 'The camera is busy',
        text: 'Another program seems to use it. Close that one; this page looks again by itself.',
        action: 'Try again',
      };
    case 'unsupported':
      return { title: 'This browser gives no camera', text: problem.detail };
    case 'engine':
      return {
        title: 'Reading stopped',
        text: `The networks could not go on (${problem.detail}). Nothing was lost.`,
        action: 'Start again',
      };
    default:
      return { title: 'The camera did not start', text: problem?.detail ?? '', action: 'Try again' };
  }
}
