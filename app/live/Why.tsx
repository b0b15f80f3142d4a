/** On demand: where on the face the evidence for its strongest emotion is. */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type Evidence, evidenceSide } from '../../src/detect';
import { type Emotion, emotions } from '../../src/emotion';
import { classifierSize } from '../../src/model';
import type { LiveReading } from '../reading/messages';
import { words } from '../words';

/** What costs the emotion less of its log-odds than this when it is covered does not count. */
const least = 0.3;
/** What lies in each row of places, from the top of the crop. */
const rowPlaces = ['brow', 'brow', 'eyes', 'middle', 'mouth', 'mouth'] as const;
const scale = 4;
/** Stands out from grey, and is no emotion's colour. */
const brightest = [255, 64, 160] as const;

export interface WhyProps {
  /** The face that is asked about; undefined when none is there. */
  reading: LiveReading | undefined;
  /** Undefined when its picture is gone. */
  explain(reading: LiveReading, emotion: Emotion): Promise<Evidence | undefined>;
}

interface Answer {
  about: LiveReading;
  evidence: Evidence | undefined;
  emotion: Emotion;
  milliseconds: number;
}

export function Why({ reading, explain }: WhyProps) {
  const found = useSignal<Answer | undefined>(undefined);
  const waiting = useSignal(false);
  const { live, emotions: names } = words.value;
  // What was said of another face is not shown beside this one.
  const shown = reading && found.value && !isSameFace(reading, found.value.about) ? undefined : found.value;
  const look = async () => {
    if (!reading) return;
    waiting.value = true;
    const started = performance.now();
    const emotion = emotions.reduce((a, b) => (reading.emotions[b] > reading.emotions[a] ? b : a));
    const evidence = await explain(reading, emotion).catch(() => undefined);
    waiting.value = false;
    found.value = { about: reading, evidence, emotion, milliseconds: performance.now() - started };
  };
  return (
    <div class="why">
      <button type="button" class="secondary" onClick={look} disabled={waiting.value || !reading}>
        {waiting.value ? live.whyWait : live.why}
      </button>
      {found.value && !found.value.evidence && <p role="status">{live.whyGone}</p>}
      {shown?.evidence ? (
        <figure data-why-ms={shown.milliseconds.toFixed(0)}>
          <EvidencePicture evidence={shown.evidence} />
          <figcaption>{inSentence(shown.evidence, names[shown.emotion])}</figcaption>
        </figure>
      ) : (
        // Its room is kept, so that nothing moves when the answer comes or its face goes.
        (waiting.value || found.value?.evidence) && <figure class="withheld" />
      )}
    </div>
  );
}

const isSameFace = (a: LiveReading, b: LiveReading) => a.run === b.run && a.id === b.id;

function inSentence({ drops }: Evidence, emotion: string): string {
  const { live } = words.value;
  const strongest = drops.indexOf(Math.max(...drops));
  if ((drops[strongest] as number) < least) return live.whyNothing(emotion);
  const place = rowPlaces[Math.floor(strongest / evidenceSide)] ?? 'middle';
  return live.whyText(emotion, live.places[place]);
}

function EvidencePicture({ evidence }: { evidence: Evidence }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, evidence);
  }, [evidence]);
  const side = classifierSize * scale;
  return <canvas ref={canvas} width={side} height={side} role="img" aria-label={words.value.live.why} />;
}

/** The face in grey as the network sees it, and over it one bright colour where covering costs it most. */
function draw(canvas: HTMLCanvasElement, { face, drops }: Evidence) {
  const context = canvas.getContext('2d');
  if (!context) return;
  const smooth = (side: number, pixel: (i: number) => [number, number, number, number]) => {
    const image = new ImageData(side, side);
    for (let i = 0; i < side * side; i++) image.data.set(pixel(i), i * 4);
    const small = new OffscreenCanvas(side, side);
    small.getContext('2d')?.putImageData(image, 0, 0);
    context.drawImage(small, 0, 0, canvas.width, canvas.height);
  };
  context.imageSmoothingQuality = 'high';
  smooth(classifierSize, (i) => {
    const grey = (face[i] as number) * 0.75;
    return [grey, grey, grey, 255];
  });
  const most = Math.max(least, ...drops);
  smooth(evidenceSide, (i) => [...brightest, 200 * Math.max(0, (drops[i] as number) / most)]);
}
