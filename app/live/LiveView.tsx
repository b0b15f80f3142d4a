/** The live view: the camera's picture, and beside it what is read from it. */
import { useSignal } from '@preact/signals';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { KnowsYou } from '../personal/KnowsYou';
import { NotRight } from '../personal/NotRight';
import type { Engine } from '../reading/engine';
import { settings } from '../settings/settings';
import { words } from '../words';
import { Announcer } from './Announcer';
import { FaceCard, Scales } from './FaceCard';
import { FaceOverlay } from './FaceOverlay';
import { minuteOf, mostly } from './history';
import { noticeFor } from './notices';
import { Recorder } from './Recorder';
import { SnapshotSheet } from './SnapshotSheet';
import { Stream } from './Stream';
import type { Live } from './session';
import { type Snapshot, saveSnapshot, takeSnapshot } from './snapshot';
import { Threshold } from './Threshold';
import { Why } from './Why';

export function LiveView({ live, engine }: { live: Live; engine: Engine }) {
  const picture = useRef<HTMLDivElement>(null);
  const video = useRef<HTMLVideoElement | null>(null);
  const attach = useCallback(
    (element: HTMLVideoElement | null) => {
      video.current = element;
      live.attach(element);
    },
    [live],
  );
  useEffect(() => live.use('live'), [live]);
  const wanted = useSignal<number | undefined>(undefined);
  const toHide = useSignal<Snapshot | undefined>(undefined);
  const readings = live.readings.value;
  const chosen = readings.find(({ id }) => id === wanted.value) ?? readings[0];
  const choose = (id: number) => {
    wanted.value = id;
  };
  const text = words.value.live;
  return (
    <main class="live">
      <div class="stage" ref={picture}>
        <div class="picture">
          <video
            ref={attach}
            class={`camera ${settings.mirrored.value ? 'mirrored' : ''}`}
            muted
            playsInline
            aria-label={text.video}
          />
          <FaceOverlay
            readings={readings}
            size={live.frameSize.value}
            mirrored={settings.mirrored.value}
            chosen={chosen?.id}
            choose={choose}
          />
          <NoticeCard live={live} />
        </div>
        <div class="controls">
          <button
            type="button"
            class="secondary"
            onClick={() => {
              live.paused.value = !live.paused.value;
            }}
          >
            {live.paused.value ? text.resume : text.pause}
          </button>
          <button
            type="button"
            class="secondary"
            title={text.snapshotText}
            disabled={live.state.value !== 'reading' && live.state.value !== 'no-face'}
            onClick={() => {
              const taken = video.current && takeSnapshot(video.current, live.readings.peek());
              if (!taken) return;
              if (settings.blurFaces.value) toHide.value = taken;
              else saveSnapshot(taken, []);
            }}
          >
            {text.snapshot}
          </button>
          {document.fullscreenEnabled && (
            <button type="button" class="secondary" onClick={() => toggleFullScreen(picture.current)}>
              {text.fullScreen}
            </button>
          )}
          <Figures live={live} engine={engine} />
        </div>
        <EngineNotice engine={engine} />
      </div>
      <aside class="panel" aria-label={text.readings}>
        {readings.length > 1 && <p class="count">{text.facesCount(readings.length)}</p>}
        {readings.map((reading) => (
          <FaceCard
            key={reading.id}
            reading={reading}
            alone={readings.length === 1}
            chosen={reading === chosen}
            choose={choose}
          >
            <Scales reading={reading} />
          </FaceCard>
        ))}
        {chosen && <NotRight key={chosen.id} reading={chosen} />}
        <KnowsYou />
        <Why reading={chosen} explain={engine.why} />
        <LastMinute live={live} face={chosen?.id} />
        <Threshold />
        <Recorder live={live} />
        <p class="limits">{words.value.limits}</p>
      </aside>
      <Announcer live={live} />
      {toHide.value && (
        <SnapshotSheet
          snapshot={toHide.value}
          engine={engine}
          close={() => {
            toHide.value = undefined;
          }}
        />
      )}
    </main>
  );
}

function toggleFullScreen(element: HTMLElement | null) {
  if (document.fullscreenElement) document.exitFullscreen();
  else element?.requestFullscreen();
}

function LastMinute({ live, face }: { live: Live; face: number | undefined }) {
  if (face === undefined) return null;
  const samples = minuteOf(live.history.value, face);
  if (samples.length < 4) return null;
  const main = mostly(samples);
  return (
    <figure class="minute">
      <figcaption>{words.value.live.lastMinute(main && words.value.emotions[main])}</figcaption>
      <Stream samples={samples} />
    </figure>
  );
}

function Figures({ live, engine }: { live: Live; engine: Engine }) {
  const { value: runsOn } = engine.runsOn;
  if (live.framesPerSecond.value === 0 || !runsOn) return null;
  const { figures, threads } = words.value.live;
  return (
    <p class="figures">
      {figures(
        live.framesPerSecond.value.toFixed(0),
        live.latency.value.toFixed(0),
        runsOn.device === 'webgpu' ? 'WebGPU' : threads(runsOn.threads),
      )}
    </p>
  );
}

/** Says for a while that something went wrong that did not stop the reading. */
function EngineNotice({ engine }: { engine: Engine }) {
  const { value } = engine.notice;
  const isReady = engine.state.value === 'ready';
  useEffect(() => {
    // While reading is started again it stays.
    if (!value || !isReady) return;
    const timer = setTimeout(() => {
      engine.notice.value = undefined;
    }, 8000);
    return () => clearTimeout(timer);
  }, [value, isReady, engine]);
  return (
    <p class="passing" role="status">
      {value && words.value.live[value]}
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
          {notice.text && <span>{notice.text}</span>}
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
