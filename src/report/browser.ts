/** What the page shows of reports: colours and shapes of emotions, and how faces are marked, without plots. */
export {
  type FaceMark,
  groundOpacity,
  type Label,
  layOutMarks,
  type MarkedFace,
  markGround,
  shadeOpacity,
  textSizeIn,
  unsureDash,
} from './faceMarks';
export { emotionColors, shapePaths, shapeSide, unsurePath } from './palette';
