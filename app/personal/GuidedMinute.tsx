/** A minute before the camera in which the person shows what the page asks for: numbers are kept, no picture. */
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Emotion, type Expression, readableFrom } from '../../src/emotion';
import { CameraVideo } from '../live/CameraVideo';
import type { Live } from '../live/session';
import { words } from '../words';
import { type Obstacle, obstacle, teach } from './knowing';

/** What each prompt in `words` shows, in their order. */
const shows: readonly Emotion[] = ['neutral', 'neutral', 'neutral', 'happy', 'happy', 'surprise', 'sad', 'angry'];
/** Milliseconds of a prompt, and when in it the face is taken. */
const length = 7000;
const takenAt = [4000, 6500];

export function GuidedMinute({ live, done }: { live: Live; done(): void }) {
  const step = useSignal(0);
  const problem = useSignal<Obstacle | undefined>(undefined);
  const taken = useSignal(0);
  const newest = useRef<Expression | undefined>(undefined);
  const text = words.value.personal;
  useEffect(() => live.use('look'), [live]);
  useSignalEffect(() => {
    const size = ({ box }: (typeof live.readings.value)[number]) => box.width * box.height;
    const [nearest] = live.readings.value.toSorted((a, b) => size(b) - size(a));
    newest.current = nearest && nearest.readable >= readableFrom && !nearest.hindrance ? nearest.expression : undefined;
  });
  useEffect(() => {
    const emotion = shows[step.value];
    if (!emotion) return done();
    async function take() {
      if (!newest.current) return;
      try {
        await teach(newest.current, [emotion as Emotion], text.me);
        taken.value++;
      } catch {
        problem.value = (await obstacle()) ?? 'failed';
      }
    }
    const timers = takenAt.map((after) => setTimeout(take, after));
    timers.push(
      setTimeout(() => {
        step.value++;
      }, length),
    );
    return () => timers.forEach(clearTimeout);
  }, [step.value]);
  const prompt = text.prompts[step.value];
  if (problem.value) return <p role="alert">{text.obstacles[problem.value]}</p>;
  if (!prompt) return null;
  return (
    <div class="guided" role="status" data-step={step.value} data-taken={taken.value}>
      <div class="picture look-picture">
        <CameraVideo live={live} />
      </div>
      <p>
        <strong>{prompt}</strong>
      </p>
      <p class="limits">
        {words.value.intro.step(step.value + 1, shows.length)}
        {live.readings.value.length === 0 && ` · ${text.noFace}`}
      </p>
      <div class="controls">
        <button
          type="button"
          class="secondary"
          onClick={() => {
            step.value++;
          }}
        >
          {text.skip}
        </button>
        <button type="button" class="secondary" onClick={done}>
          {text.stop}
        </button>
      </div>
    </div>
  );
}
