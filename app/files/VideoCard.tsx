/** A video with its readings drawn in, and under it its timeline, along which one can go. */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { FaceCard, Scales } from '../live/FaceCard';
import { FaceOverlay } from '../live/FaceOverlay';
import { mostly } from '../live/history';
import { rowsOf, toCsv } from '../live/recording';
import { Stream } from '../live/Stream';
import { isSure } from '../live/verdict';
import { settings } from '../settings/settings';
import { download } from '../shell/download';
import { words } from '../words';
import { findDuration } from './duration';
import type { FileEntry } from './files';
import { MovingCanvas } from './MovingCanvas';
import { seek } from './openedVideo';
import { mainFace, sampleAt, timelineOf } from './timeline';

export function VideoCard({ entry }: { entry: FileEntry }) {
  const video = useRef<HTMLVideoElement>(null);
  const time = useSignal(0);
  /** Where the person went along the timeline last, in seconds. */
  const asked = useRef(0);
  const text = words.value.files;
  const samples = entry.samples.value;
  const duration = entry.duration.value;
  const sample = sampleAt(samples, time.value);
  const readings = sample?.readings ?? [];
  const moving = entry.moving.value;
  const face = mainFace(samples);
  const { threshold } = settings;
  const timeline = timelineOf(samples, face, duration, (reading) => isSure(reading, threshold.value));
  const main = mostly(timeline) ?? 'mixed';
  const said = { ...words.value.emotions, unsure: words.value.notSure, mixed: words.value.live.mixed }[main];
  const done = duration > 0 ? Math.min(100, Math.round(((samples.at(-1)?.time ?? 0) / duration) * 100)) : 0;
  const { value: state } = entry.state;
  const progress = state === 'done' ? text.timeline(said) : state === 'waiting' ? text.waiting : text.reading(done);
  const save = () => {
    const rows = samples.flatMap((sample) => rowsOf(sample.readings, sample.time));
    download(`${entry.name}.csv`, new Blob([toCsv(rows)], { type: 'text/csv' }));
  };
  return (
    <div class="shown">
      <div>
        <div class="picture whole">
          {moving ? (
            <MovingCanvas moving={moving} name={entry.name} time={time.value} />
          ) : (
            <video
              ref={video}
              // The address of a moment makes browsers show it before the video plays.
              src={`${entry.shown.value.url}#t=0.001`}
              preload="auto"
              controls
              muted
              playsInline
              aria-label={entry.name}
              onLoadedData={({ currentTarget }) => {
                const goTo = (place: number) => seek(currentTarget, place);
                findDuration({ element: () => currentTarget, goTo }, () => asked.current).catch(() => {
                  // What cannot be played is told beside it.
                });
              }}
              onTimeUpdate={(event) => {
                time.value = event.currentTarget.currentTime;
              }}
              onSeeked={(event) => {
                time.value = event.currentTarget.currentTime;
              }}
            />
          )}
          <FaceOverlay
            readings={readings}
            size={sample?.size ?? entry.size.value}
            mirrored={false}
            chosen={face}
            fill={false}
          />
        </div>
        {entry.pages.value && <p class="limits">{text.pages(entry.pages.value)}</p>}
        {entry.endsAt.value !== undefined && <p class="limits">{text.endsAt(entry.endsAt.value)}</p>}
        <figure class="minute timeline">
          <figcaption>{progress}</figcaption>
          <div class="track">
            <Stream samples={timeline} />
            <input
              type="range"
              aria-label={text.scrub}
              min={0}
              max={duration}
              step={0.1}
              value={time.value}
              aria-valuetext={`${words.value.number(time.value, 1)} s`}
              onInput={(event) => {
                asked.current = Number(event.currentTarget.value);
                if (video.current) video.current.currentTime = asked.current;
                time.value = asked.current;
              }}
            />
          </div>
          {entry.state.value === 'done' && samples.length > 0 && (
            <button type="button" class="link" onClick={save}>
              {text.save}
            </button>
          )}
        </figure>
      </div>
      <div class="panel">
        {entry.state.value === 'done' && face === undefined && <p>{text.noFace}</p>}
        {readings.map((reading) => (
          <FaceCard
            key={reading.id}
            reading={reading}
            alone={readings.length === 1}
            chosen={readings.length === 1 || reading.id === face}
          >
            <Scales reading={reading} />
          </FaceCard>
        ))}
      </div>
    </div>
  );
}
