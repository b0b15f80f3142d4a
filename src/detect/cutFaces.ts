/** Faces cut out of a frame, wherever its pixels are. */
import { align, type Face } from '../face';
import { cropGrey, cutOut, type Frame } from '../media';
import { type Classifier, classifierSize, type FacesOnCard, usualInput } from '../model';
import type { AnyFrame, FrameOnCard } from '../runtime';

/** What a classifier reads of faces of such frames. */
export type ViewsOf<F extends AnyFrame> = F extends FrameOnCard ? FacesOnCard : readonly Float32Array[];

export interface CutFaces<F extends AnyFrame> {
  /** Each face in grey, [48, 48], which light and sharpness are judged by. */
  crops: readonly Float32Array[];
  /** Those that are read, as the network reads them. */
  views: ViewsOf<F>;
}

type Placed = Pick<Face, 'box' | 'landmarks'>;

/** `due` are those of the faces that are read now, or all of them in their order. */
export async function cutFaces<F extends AnyFrame>(
  frame: F,
  { faces, due }: { faces: readonly Placed[]; due: readonly Placed[] },
  input: Classifier['input'] = usualInput,
): Promise<CutFaces<F>> {
  const cut = 'data' in frame ? cutInMemory(frame, faces, due, input) : await cutOnCard(frame, faces, due, input);
  return cut as CutFaces<F>;
}

const isUsual = ({ channels, size }: { channels: number; size: number }) => channels === 1 && size === classifierSize;

function cutInMemory(
  frame: Frame,
  faces: readonly Placed[],
  due: readonly Placed[],
  input: NonNullable<Classifier['input']>,
): CutFaces<Frame> {
  const crops = faces.map((face) => cropGrey(frame, align(face), classifierSize));
  const views = isUsual(input)
    ? due.map((face) => crops[faces.indexOf(face)] as Float32Array)
    : due.map((face) => cutOut(frame, align(face), input));
  return { crops, views };
}

async function cutOnCard(
  frame: FrameOnCard,
  faces: readonly Placed[],
  due: readonly Placed[],
  input: NonNullable<Classifier['input']>,
): Promise<CutFaces<FrameOnCard>> {
  if (faces.length === 0) return { crops: [], views: { length: 0, pixels: { dims: [0] } } };
  const grey = frame.cutOut(faces.map(align), usualInput);
  // Begun before anything else is cut out, which may go where this is.
  const crops = frame.read(grey);
  const pixels = isUsual(input) && due.length === faces.length ? grey : frame.cutOut(due.map(align), input);
  return { crops: await crops, views: { length: due.length, pixels } };
}
