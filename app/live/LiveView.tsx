/** The live view: the camera's picture, and beside it what is read from it. */
import { useCallback } from 'preact/hooks';
import type { Reading } from '../../src/detect';
import { emotions } from '../../src/emotion';
import { emotionShapes } from '../../src/report/palette';
import { FaceOverlay } from './FaceOverlay';
import { LastMinute } from './LastMinute';
import type { Live } from './session';
import { adjectives, inWords, noticeFor } from './words';

export function LiveView({ live }: { live: Live }) {
  const attach = useCallback((video: HTMLVideoElement | null) => live.attach(video), [live]);
  const readings = live.readings.value;
  return (
    <div class="page">
      <header class="bar">
        <h1>feeling</h1>
        <p class="private">on this device only</p>
      </header>
      <main>
        <div class="picture">
          <video ref={attach} class="camera" muted playsInline aria-label="Your camera, mirrored" />
          <FaceOverlay readings={readings} size={live.frameSize.value} />
          <NoticeCard live={live} />
        </div>
        <aside class="panel" aria-label="Readings">
          {readings.length > 1 && <p class="count">{readings.length} faces</p>}
          {readings.map((reading) => (
            <FaceCard
              key={reading.id}
              reading={reading}
              threshold={live.threshold.value}
              alone={readings.length === 1}
            />
          ))}
          <LastMinute live={live} />
          <Threshold live={live} />
          <p class="limits">
            An expression is not a feeling. Light, angle, age, culture and glasses change what is read. This is no
            medical device.
          </p>
          <Figures live={live} />
        </aside>
      </main>
    </div>
  );
}

function FaceCard({ reading, threshold, alone }: { reading: Reading; threshold: number; alone: boolean }) {
  const [strongest] = reading.mixture;
  return (
    <section class="card" data-face={reading.id} data-emotion={strongest ?? 'unsure'}>
      <h2 class={`reads emotion-${strongest ?? 'unsure'}`}>
        <span class="shape" aria-hidden="true">
          {strongest ? emotionShapes[strongest] : '◌'}
        </span>
        {!alone && <span class="which">face {reading.id}</span>}
        {inWords(reading)}
      </h2>
      <ul class="bars">
        {emotions.map((emotion) => {
          const p = reading.emotions[emotion];
          return (
            <li key={emotion} class={`emotion-${emotion} ${p >= threshold ? 'named' : ''}`}>
              <span class="shape" aria-hidden="true">
                {emotionShapes[emotion]}
              </span>
              <span class="name">{adjectives[emotion]}</span>
              <meter aria-label={emotion} min={0} max={1} value={p} />
              <span class="number" aria-hidden="true">
                {p.toFixed(2)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Threshold({ live }: { live: Live }) {
  return (
    <div class="threshold">
      <label for="threshold">
        Named from <output>{live.threshold.value.toFixed(2)}</output>
      </label>
      <input
        id="threshold"
        type="range"
        min="0.1"
        max="0.9"
        step="0.05"
        value={live.threshold.value}
        onInput={(event) => live.setThreshold(Number(event.currentTarget.value))}
      />
      <p>An emotion is named when its share reaches this; if none does, the answer is “not sure”.</p>
    </div>
  );
}

function Figures({ live }: { live: Live }) {
  if (live.framesPerSecond.value === 0) return null;
  return (
    <p class="figures">
      {live.framesPerSecond.value.toFixed(0)} frames/s · {live.latency.value.toFixed(0)} ms · {live.engine.value}
    </p>
  );
}

function NoticeCard({ live }: { live: Live }) {
  const notice = noticeFor(live.state.value, live.problem.value);
  return (
    <div class={`notice state-${live.state.value}`} role="status">
      {notice && (
        <>
          <strong>{notice.title}</strong>
          <span>{notice.text}</span>
          {notice.action && (
            <button type="button" onClick={live.retry}>
              {notice.action}
            </button>
          )}
        </>
      )}
    </div>
  );
}
