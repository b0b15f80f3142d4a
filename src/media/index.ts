/** Pictures: frames and what is cut out of them. Files are read by `node.ts`, cameras and canvases by `browser.ts`. */
export { announcesFrames, type FileFormat, formatOf, headBytes, notReadable, readableFormats } from './formats';
export { type Frame, MediaError, turned } from './frame';
export { type Planes, shrinkFrame, shrinkPlanes } from './planes';
export { cropColour, cropGrey, cutOut, letterbox, mirrored, type Square, wholeFrame } from './sample';
