/** Photos and videos: dropped, pasted or chosen, read here, shown with their readings. */
import { useSignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import type { Emotion } from '../../src/emotion';
import { FaceCard, Scales } from '../live/FaceCard';
import { FaceOverlay } from '../live/FaceOverlay';
import { Threshold } from '../live/Threshold';
import { Why } from '../live/Why';
import { KnowsYou } from '../personal/KnowsYou';
import { known } from '../personal/knowing';
import { NotRight } from '../personal/NotRight';
import type { Engine } from '../reading/engine';
import type { LiveReading } from '../reading/messages';
import { Tick } from '../shell/Check';
import { FileButton } from '../shell/FileButton';
import { Icon } from '../shell/Icon';
import { words } from '../words';
import { type FileEntry, type Files, isNotRead } from './files';
import { VideoCard } from './VideoCard';

export function FilesView({ files, engine }: { files: Files; engine: Engine }) {
  const text = words.value.files;
  // From the moment that it is seen: a browser opens what is dropped on a page that does not take it.
  useLayoutEffect(() => {
    const take = (list: FileList | undefined | null) => list && files.add(list);
    const onPaste = (event: ClipboardEvent) => take(event.clipboardData?.files);
    const onDragOver = (event: DragEvent) => event.preventDefault();
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      take(event.dataTransfer?.files);
    };
    document.addEventListener('paste', onPaste);
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('paste', onPaste);
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('drop', onDrop);
    };
  }, [files]);
  const entries = files.entries.value;
  return (
    <main class="files">
      <h2>{text.title}</h2>
      <div class="drop">
        <p>{text.drop}</p>
        <FileButton
          label={text.choose}
          accept="image/*,video/*,.heic,.heif,.tif,.tiff,.mkv,.ts"
          multiple
          take={files.add}
        />
        <p class="limits">{text.private}</p>
      </div>
      {entries.length > 0 && <Threshold />}
      {entries.map((entry) => (
        <article
          key={entry.id}
          class="file"
          aria-label={entry.name}
          data-file={entry.moving.value ? 'video' : entry.kind}
          data-read={entry.state.value}
        >
          <header>
            <h3>{entry.name}</h3>
            <button
              type="button"
              class="icon"
              aria-label={text.remove(entry.name)}
              onClick={() => files.remove(entry.id)}
            >
              <Icon name="close" />
            </button>
          </header>
          {isNotRead(entry.state.value) ? (
            <p role="alert">{text[entry.state.value](entry.name)}</p>
          ) : entry.kind === 'photo' && !entry.moving.value ? (
            <PhotoCard entry={entry} engine={engine} />
          ) : (
            <VideoCard entry={entry} />
          )}
        </article>
      ))}
    </main>
  );
}

function PhotoCard({ entry, engine }: { entry: FileEntry; engine: Engine }) {
  const readings = entry.readings.value;
  const text = words.value.files;
  /** The face that the person says is theirs. */
  const mine = useSignal<number | undefined>(undefined);
  const wanted = useSignal<number | undefined>(undefined);
  const pointed = useSignal<number | undefined>(undefined);
  const point = (id: number | undefined) => {
    pointed.value = id;
  };
  const choose = (id: number) => {
    wanted.value = id;
  };
  /** The address that the browser cannot show: of a file that is no photo, or one that is decoded here when its turn comes. */
  const notShown = useSignal<string | undefined>(undefined);
  const shown = entry.shown.value;
  const chosen = readings.find(({ id }) => id === wanted.value) ?? readings[0];
  const isAlone = readings.length === 1;
  const explain = async (reading: LiveReading, emotion: Emotion) =>
    engine.whyInPhoto(await createImageBitmap(entry.shown.peek().content), reading, emotion);
  return (
    <div class="shown">
      <div class="picture whole" hidden={notShown.value === shown.url}>
        <img
          src={shown.url}
          alt={entry.name}
          onError={() => {
            notShown.value = shown.url;
          }}
        />
        <FaceOverlay
          readings={readings}
          size={entry.size.value}
          mirrored={false}
          chosen={chosen?.id}
          pointed={isAlone ? undefined : pointed.value}
          fill={false}
          {...(!isAlone && { choose, point })}
        />
      </div>
      <div class="panel" role="status">
        {entry.state.value === 'waiting' && <p>{text.waiting}</p>}
        {entry.state.value === 'reading' && <p>{text.readingPhoto}</p>}
        {entry.state.value === 'done' && readings.length === 0 && <p>{text.noFace}</p>}
        {readings.length > 1 && <p class="count">{words.value.live.facesCount(readings.length)}</p>}
        {readings.map((found) => {
          const isMine = mine.value === found.id;
          const reading = isMine ? known(found) : found;
          return (
            <FaceCard
              key={found.id}
              reading={reading}
              alone={isAlone}
              chosen={found === chosen}
              choose={choose}
              pointed={!isAlone && pointed.value === found.id}
              point={point}
            >
              <Scales reading={reading} />
              <div class="asks">
                <Why reading={reading} explain={explain} />
              </div>
              <Tick
                label={words.value.personal.thatIsMe}
                isTicked={isMine}
                tick={(isTicked) => {
                  mine.value = isTicked ? found.id : undefined;
                }}
              />
              {isMine && (
                <div class="asks">
                  <NotRight reading={reading} />
                </div>
              )}
              {isMine && <KnowsYou />}
            </FaceCard>
          );
        })}
      </div>
    </div>
  );
}
