/** "Show me all seven": the person makes one face after the other until the network sees it. Nothing is kept unless saved. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Emotion } from '../../src/emotion';
import { emotionColors, shapePaths, shapeSide } from '../../src/report/browser';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { download, stamped } from '../shell/download';
import { words } from '../words';
import { EmotionShape } from './EmotionShape';
import { markFont } from './marks';
import type { Live } from './session';
import { verdictOf } from './verdict';

/** From the easiest to the hardest for most people. */
const inTurn: readonly Emotion[] = ['happy', 'surprise', 'neutral', 'sad', 'angry', 'disgust', 'fear'];
/** Seconds that the network must see it. */
const holding = 0.6;
/** Pixels of a crop's side, and its side in widths of the face. */
const side = 180;
const aroundFace = 1.4;

interface Shown {
  emotion: Emotion;
  /** Undefined where it was left out. */
  crop: HTMLCanvasElement | undefined;
  probability: number;
}

export interface MirrorGameProps {
  live: Live;
  video: () => HTMLVideoElement | null;
  close(): void;
}

export function MirrorGame({ live, video, close }: MirrorGameProps) {
  const shown = useSignal<readonly Shown[]>([]);
  const card = useRef<HTMLElement>(null);
  /** Since when the network has seen what is asked for. */
  const since = useRef<number | undefined>(undefined);
  const text = words.value.live.game;
  const target = inTurn[shown.value.length];
  const reading = largestOf(live.readings.value);
  const probability = (target && reading?.emotions[target]) ?? 0;
  const taken = shown.value.filter(({ crop }) => crop).length;

  function next(one: Shown) {
    since.current = undefined;
    shown.value = [...shown.value, one];
  }

  useEffect(() => card.current?.focus(), []);
  // Before the next press: what is asked for then is something else.
  useLayoutEffect(() => {
    if (!target) return;
    const isSeen = reading && verdictOf(reading, settings.threshold.peek()).named.includes(target);
    const now = performance.now() / 1000;
    // A face that has gone begins anew.
    since.current = isSeen ? (since.current ?? now) : undefined;
    if (!isSeen || since.current === undefined || now - since.current < holding) return;
    next({ emotion: target, crop: cropOf(video(), reading), probability });
  }, [reading]);

  return (
    <section ref={card} class="card game" aria-label={text.title} tabIndex={-1} data-game={target ?? 'done'}>
      {target ? (
        <>
          <p class="limits">{text.step(shown.value.length + 1, inTurn.length)}</p>
          <h2 aria-live="polite">
            <EmotionShape emotion={target} /> {text.make(words.value.emotions[target])}
          </h2>
          <meter
            class={`emotion-${target}`}
            aria-label={words.value.scales[target]}
            min={0}
            max={1}
            value={probability}
          />
          <p class="limits">{text.hint[target]}</p>
        </>
      ) : (
        <h2>{text.done(taken)}</h2>
      )}
      <ul class="game-faces">
        {shown.value.map(({ emotion, crop, probability: p }) => (
          <li key={emotion}>
            {crop ? <Crop crop={crop} label={words.value.emotions[emotion]} /> : <span class="left-out" />}
            <span>
              <EmotionShape emotion={emotion} /> {crop ? words.value.number(p, 2) : '–'}
            </span>
          </li>
        ))}
      </ul>
      <div class="controls">
        {target ? (
          <button
            type="button"
            class="secondary"
            onClick={() => next({ emotion: target, crop: undefined, probability: 0 })}
          >
            {text.leaveOut}
          </button>
        ) : (
          <>
            {taken > 0 && (
              <button type="button" onClick={() => save(shown.value)}>
                {text.save}
              </button>
            )}
            <button
              type="button"
              class="secondary"
              onClick={() => {
                shown.value = [];
              }}
            >
              {text.again}
            </button>
          </>
        )}
        <button type="button" class="secondary" onClick={close}>
          {text.close}
        </button>
      </div>
      {!target && taken > 0 && <p class="limits">{text.notKept}</p>}
    </section>
  );
}

const largestOf = (readings: readonly LiveReading[]) =>
  readings.reduce<LiveReading | undefined>((a, b) => (a && a.box.width >= b.box.width ? a : b), undefined);

function Crop({ crop, label }: { crop: HTMLCanvasElement; label: string }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => place.current?.replaceChildren(crop), [crop]);
  return <span ref={place} role="img" aria-label={label} />;
}

/** The face as the person sees it. */
function cropOf(video: HTMLVideoElement | null, { box }: LiveReading): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  if (!video || !context) return canvas;
  const from = aroundFace * Math.max(box.width, box.height);
  if (settings.mirrored.peek()) context.setTransform(-1, 0, 0, 1, side, 0);
  const [left, top] = [box.x + box.width / 2 - from / 2, box.y + box.height / 2 - from / 2];
  context.drawImage(video, left, top, from, from, 0, 0, side, side);
  return canvas;
}

/** All in one picture. */
async function save(shown: readonly Shown[]) {
  const taken = shown.filter(({ crop }) => crop);
  const [gap, label, columns] = [16, 36, Math.min(4, Math.max(1, taken.length))];
  const canvas = new OffscreenCanvas(
    gap + columns * (side + gap),
    gap + Math.ceil(taken.length / columns) * (side + label + gap),
  );
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = '#faf8f5';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.font = `600 17px ${markFont}`;
  for (const [i, { emotion, crop, probability }] of taken.entries()) {
    const x = gap + (i % columns) * (side + gap);
    const y = gap + Math.floor(i / columns) * (side + label + gap);
    if (crop) context.drawImage(crop, x, y);
    context.save();
    context.translate(x, y + side + 10);
    context.scale(16 / shapeSide, 16 / shapeSide);
    context.fillStyle = emotionColors[emotion];
    context.fill(new Path2D(shapePaths[emotion]));
    context.restore();
    context.fillStyle = '#1f2328';
    context.fillText(`${words.peek().emotions[emotion]} ${words.peek().number(probability, 2)}`, x + 24, y + side + 24);
  }
  download(`${stamped(new Date())}-seven.png`, await canvas.convertToBlob({ type: 'image/png' }));
}
