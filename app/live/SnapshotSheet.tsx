/** A snapshot with its faces hidden, shown before it is saved: a tap hides one more place. */
import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Box } from '../../src/face';
import type { Engine } from '../reading/engine';
import { words } from '../words';
import { drawSnapshot, type HiddenPlace, placeOfHead, type Snapshot, saveSnapshot } from './snapshot';

export interface SnapshotSheetProps {
  snapshot: Snapshot;
  engine: Engine;
  close(): void;
}

/** Share of the picture's width that a tap hides where no face was found whose size it could take. */
const tapShare = 1 / 8;
/** Share of the picture's width that an arrow key moves by. */
const keyShare = 1 / 40;

export function SnapshotSheet({ snapshot, engine, close }: SnapshotSheetProps) {
  const { picture, readings, mirrored } = snapshot;
  const dialog = useRef<HTMLDialogElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  /** Undefined while faces are looked for. */
  const found = useSignal<readonly HiddenPlace[] | undefined>(undefined);
  const failed = useSignal(false);
  const added = useSignal<readonly HiddenPlace[]>([]);
  const hidden = useComputed(() => [...(found.value ?? []), ...added.value]);
  /** Where the keyboard would hide something. */
  const cursor = useSignal<{ x: number; y: number } | undefined>(undefined);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    const known = readings.map(({ box }) => box);
    createImageBitmap(picture)
      .then((copy) => engine.findEveryone(copy))
      .catch((): Box[] => {
        failed.value = true;
        return [];
      })
      .then((boxes) => {
        // Whoever is followed is hidden in any case.
        const others = known.filter((box) => !boxes.some((other) => isInside(middleOf(box), other)));
        found.value = [...boxes, ...others].map(placeOfHead);
      });
  }, [picture, readings, engine, found, failed]);
  const side = () => medianSide(found.value ?? []) ?? picture.width * tapShare;
  useEffect(() => {
    if (!canvas.current) return;
    drawSnapshot(canvas.current, snapshot, hidden.value);
    if (cursor.value) drawCursor(canvas.current, cursor.value, side());
  }, [snapshot, hidden.value, cursor.value]);
  const text = words.value.live.blurring;
  /** x and y in pixels of the picture as it is shown. */
  const hideAt = (x: number, y: number) => {
    added.value = [...added.value, { centerX: mirrored ? picture.width - x : x, centerY: y, side: side() }];
  };
  const move = (dx: number, dy: number) => {
    const { x, y } = cursor.value ?? { x: picture.width / 2, y: picture.height / 2 };
    const step = picture.width * keyShare;
    cursor.value = { x: within(x + dx * step, picture.width), y: within(y + dy * step, picture.height) };
  };
  return (
    <dialog ref={dialog} class="sheet snapshot-sheet" aria-label={text.title} onClose={close}>
      <h2>{text.title}</h2>
      <p role="status" data-hidden={found.value && hidden.value.length}>
        {!found.value ? text.looking : failed.value ? text.failed : text.found(found.value.length)}
      </p>
      <button
        type="button"
        class="plain hide-more"
        aria-label={text.hideMore}
        disabled={!found.value}
        onClick={(event) => {
          // Pressed with the keyboard it has no place of its own.
          if (event.detail === 0) {
            const { x, y } = cursor.value ?? { x: picture.width / 2, y: picture.height / 2 };
            return hideAt(x, y);
          }
          const shown = event.currentTarget.getBoundingClientRect();
          const scale = picture.width / shown.width;
          hideAt((event.clientX - shown.left) * scale, (event.clientY - shown.top) * scale);
        }}
        onKeyDown={(event) => {
          const way = ways[event.key];
          if (!way) return;
          event.preventDefault();
          move(...way);
        }}
        onBlur={() => {
          cursor.value = undefined;
        }}
      >
        <canvas ref={canvas} width={picture.width} height={picture.height} />
      </button>
      <div class="controls">
        <button
          type="button"
          disabled={!found.value}
          onClick={async () => {
            await saveSnapshot(snapshot, hidden.value);
            dialog.current?.close();
          }}
        >
          {text.save}
        </button>
        <button
          type="button"
          class="secondary"
          disabled={added.value.length === 0}
          onClick={() => {
            added.value = added.value.slice(0, -1);
          }}
        >
          {text.undo}
        </button>
        <button type="button" class="secondary" onClick={() => dialog.current?.close()}>
          {text.cancel}
        </button>
      </div>
    </dialog>
  );
}

const ways: Readonly<Record<string, [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const within = (value: number, length: number) => Math.min(length, Math.max(0, value));

const middleOf = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });

const isInside = (point: { x: number; y: number }, { x, y, width, height }: Box) =>
  point.x > x && point.x < x + width && point.y > y && point.y < y + height;

const medianSide = (places: readonly HiddenPlace[]): number | undefined =>
  places.map(({ side }) => side).sort((a, b) => a - b)[Math.floor(places.length / 2)];

function drawCursor(canvas: HTMLCanvasElement, { x, y }: { x: number; y: number }, side: number) {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setLineDash([]);
  for (const [colour, width] of [
    ['#14161a', 6],
    ['#fff', 3],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = (width * canvas.width) / 640;
    context.strokeRect(x - side / 2, y - side / 2, side, side);
  }
}
