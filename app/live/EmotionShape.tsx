/** The shape of an emotion, drawn: fonts may lack the sign. */
import type { Emotion } from '../../src/emotion';
import { shapePaths, shapeSide, unsurePath } from '../../src/report/browser';

/** Without an emotion: the outline of not being sure. */
export function EmotionShape({ emotion }: { emotion: Emotion | undefined }) {
  return (
    <svg class={`shape emotion-${emotion ?? 'unsure'}`} viewBox={`0 0 ${shapeSide} ${shapeSide}`} aria-hidden="true">
      <path d={emotion ? shapePaths[emotion] : unsurePath} />
    </svg>
  );
}
