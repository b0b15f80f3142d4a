/** The live view: the camera's picture, and beside it what is read from it. */
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Files } from '../files/files';
import { openSample } from '../files/sample';
import { KnowsYou } from '../personal/KnowsYou';
import { NotRight } from '../personal/NotRight';
import type { Engine } from '../reading/engine';
import type { LiveReading } from '../reading/messages';
import { settings } from '../settings/settings';
import { Icon, type IconName } from '../shell/Icon';
import { words } from '../words';
import { Announcer } from './Announcer';
import { CameraVideo } from './CameraVideo';
import { EmptyCard, FaceCard, Scales } from './FaceCard';
import { FaceOverlay } from './FaceOverlay';
import { minuteOf, mostly } from './history';
import { noticeFor } from './notices';
import { Recorder } from './Recorder';
import { SnapshotSheet } from './SnapshotSheet';
import { Stream } from './Stream';
import { Summary } from './Summary';
import type { Live } from './session';
import { canHaveSmallWindow, openSmallWindow } from './smallWindow';
import { type Snapshot, saveSnapshot, takeSnapshot } from './snapshot';
import { Threshold } from './Threshold';
import { useChosen } from './useChosen';
import { isSure } from './verdict';
import { Why } from './Why';

export function LiveView({ live, files, engine }: { live: Live; files: Files; engine: Engine }) {
  const picture = useRef<HTMLDivElement>(null);
  const panel = useRef<HTMLElement>(null);
  const video = useRef<HTMLVideoElement | null>(null);
  useEffect(() => live.use('live'), [live]);
  const toHide = useSignal<Snapshot | undefined>(undefined);
  const { chosen, others, choose } = useChosen(live.readings.value);
  const pointed = useSignal<number | undefined>(undefined);
  const point = (id: number | undefined) => {
    pointed.value = id;
  };
  const readings = live.readings.value;
  const text = words.value.live;
  const game = useSignal<typeof import('./MirrorGame') | undefined>(undefined);
  const play = async () => {
    game.value = await import('./MirrorGame').catch(() => undefined);
    panel.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <main class="live">
      <div class="stage" ref={picture}>
        <div class="picture">
          <CameraVideo live={live} element={video} />
          <FaceOverlay
            readings={readings}
            size={live.frameSize.value}
            mirrored={settings.mirrored.value}
            chosen={chosen?.id}
            choose={choose}
            pointed={readings.length > 1 ? pointed.value : undefined}
            point={point}
          />
          <NoticeCard live={live} files={files} />
          <EngineNotice engine={engine} />
        </div>
        <div class="controls">
          <Control
            icon={live.paused.value ? 'resume' : 'pause'}
            label={live.paused.value ? text.resume : text.pause}
            press={() => {
              live.paused.value = !live.paused.value;
            }}
          />
          <Control
            icon="snapshot"
            label={text.snapshot}
            title={text.snapshotText}
            disabled={live.state.value !== 'reading' && live.state.value !== 'no-face'}
            press={() => {
              const taken = video.current && takeSnapshot(video.current, live.readings.peek());
              if (!taken) return;
              if (settings.blurFaces.value) toHide.value = taken;
              else saveSnapshot(taken, []);
            }}
          />
          <FullScreen stage={picture} />
          {canHaveSmallWindow && <SmallWindow live={live} />}
        </div>
        <Figures live={live} engine={engine} />
      </div>
      <aside class="panel" ref={panel} aria-label={text.readings}>
        {game.value && (
          <game.value.MirrorGame
            live={live}
            video={() => video.current}
            close={() => {
              game.value = undefined;
            }}
          />
        )}
        <p class="count">{text.facesCount(readings.length)}</p>
        {chosen ? (
          <FaceCard
            reading={chosen}
            alone={readings.length === 1}
            chosen
            pointed={readings.length > 1 && pointed.value === chosen.id}
            point={point}
          >
            <Scales reading={chosen} />
          </FaceCard>
        ) : (
          <EmptyCard text={text.noReading}>
            <Scales reading={undefined} />
          </EmptyCard>
        )}
        <div class="asks">
          <NotRight reading={chosen} />
          <Why reading={chosen} explain={engine.why} />
        </div>
        <KnowsYou />
        <LastMinute live={live} reading={chosen} />
        <Threshold />
        <Recorder live={live} />
        <button type="button" class="secondary" disabled={game.value !== undefined} onClick={play}>
          <Icon name="mirror" /> {text.game.title}
        </button>
        <p class="limits">{words.value.limits}</p>
        {others.map((reading, place) =>
          reading ? (
            <FaceCard
              key={place}
              reading={reading}
              alone={false}
              chosen={false}
              choose={choose}
              pointed={pointed.value === reading.id}
              point={point}
            />
          ) : (
            <div key={place} class="card gone" />
          ),
        )}
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

interface ControlProps {
  icon: IconName;
  label: string;
  title?: string;
  disabled?: boolean;
  press(): void;
}

function Control({ icon, label, title, disabled = false, press }: ControlProps) {
  return (
    <button type="button" class="secondary control" title={title ?? label} disabled={disabled} onClick={press}>
      <Icon name={icon} />
      <span>{label}</span>
    </button>
  );
}

function FullScreen({ stage }: { stage: RefObject<HTMLDivElement | null> }) {
  const isFull = useSignal(false);
  useEffect(() => {
    const look = () => {
      isFull.value = document.fullscreenElement !== null;
    };
    document.addEventListener('fullscreenchange', look);
    return () => document.removeEventListener('fullscreenchange', look);
  }, [isFull]);
  if (!document.fullscreenEnabled) return null;
  const { fullScreen, leaveFullScreen } = words.value.live;
  return (
    <Control
      icon={isFull.value ? 'smallScreen' : 'fullScreen'}
      label={isFull.value ? leaveFullScreen : fullScreen}
      press={() => {
        if (isFull.value) document.exitFullscreen();
        else stage.current?.requestFullscreen();
      }}
    />
  );
}

function SmallWindow({ live }: { live: Live }) {
  const close = useSignal<(() => void) | undefined>(undefined);
  const isOpening = useSignal(false);
  const isLeft = useRef(false);
  useEffect(
    () => () => {
      isLeft.current = true;
      close.peek()?.();
    },
    [close],
  );
  const open = async () => {
    isOpening.value = true;
    const opened = await openSmallWindow(live, () => {
      close.value = undefined;
    });
    isOpening.value = false;
    // The view was left before the browser had opened it.
    if (isLeft.current) opened?.();
    else close.value = opened;
  };
  return (
    <Control
      icon="smallWindow"
      label={words.value.live.smallWindow}
      disabled={isOpening.value || close.value !== undefined}
      press={open}
    />
  );
}

function LastMinute({ live, reading }: { live: Live; reading: LiveReading | undefined }) {
  const text = words.value;
  const samples = reading ? minuteOf(live.history.value, reading.id) : [];
  const main = samples.length < 4 ? undefined : (mostly(samples) ?? 'mixed');
  const said =
    main === undefined
      ? undefined
      : main === 'mixed'
        ? text.live.mixed
        : text.mostly(main === 'unsure' ? text.notSure : text.emotions[main]);
  // Beside "not sure" nothing is said to have been anything.
  const isSaid = reading !== undefined && isSure(reading, settings.threshold.value);
  return (
    <figure class="minute">
      <figcaption>{text.live.lastMinute(isSaid || main === 'unsure' ? said : undefined)}</figcaption>
      <Stream samples={samples} />
    </figure>
  );
}

function Figures({ live, engine }: { live: Live; engine: Engine }) {
  const { value: runsOn } = engine.runsOn;
  const { figures, threads } = words.value.live;
  const isShown = live.framesPerSecond.value > 0 && runsOn;
  return (
    <p class="figures">
      {isShown &&
        figures(
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

function NoticeCard({ live, files }: { live: Live; files: Files }) {
  const state = live.state.value;
  const notice = noticeFor(state, live.problem.value);
  const text = words.value.live;
  return (
    <div class={`notice state-${state}`} role="status">
      {notice && (
        // Another notice is another element: what is said at the edge is not moved into the middle.
        <div key={state} class="notice-body">
          <strong>{notice.title}</strong>
          {notice.text && <span>{notice.text}</span>}
          <div class="ways">
            {notice.action && (
              <button type="button" onClick={state === 'welcome' ? live.begin : live.retry}>
                {notice.action}
              </button>
            )}
            {notice.otherWays && (
              <>
                <a href="#files">{text.readPhoto}</a>
                <a href="#journal">{words.value.nav.journal}</a>
                {state !== 'welcome' && (
                  <button
                    type="button"
                    class="link"
                    onClick={() => {
                      openSample(files);
                      location.hash = '#files';
                    }}
                  >
                    {text.sample}
                  </button>
                )}
              </>
            )}
          </div>
          {state === 'paused' && <Summary live={live} />}
        </div>
      )}
    </div>
  );
}
