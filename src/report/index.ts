/** What readings and figures look like: colours and shapes, plots, and self-contained pages. */
export { classBars } from './bars';
export { confusionMatrix } from './confusion';
export { type CurvesOptions, curves, type Series } from './curves';
export { type DataView, dataReport } from './dataReport';
export { draw, seriesColors, theme } from './draw';
export { type EvaluationView, evaluationSections } from './evaluationSections';
export { type ExplanationView, explanation, type Overlay } from './explanation';
export {
  type FaceMark,
  groundOpacity,
  layOutMarks,
  type MarkedFace,
  markGround,
  shadeOpacity,
  textSizeIn,
  unsureDash,
} from './faceMarks';
export { type MoodView, moodReport } from './moodReport';
export { type FacePicture, faceGrid, faceRows, page, percent, type Section } from './page';
export { emotionColors, emotionShapes, shapePaths, shapeSide, unsurePath } from './palette';
export { type PersonView, peopleReport, type SourceView } from './peopleReport';
export { type RateView, rateReport, rateText } from './rateReport';
export { refusalCurve } from './refusal';
export { votesDiagram } from './reliability';
export { type ComparedRun, comparisonReport, type RunView, runReport } from './runReport';
export { type SweepView, sweepReport, type TrialView } from './sweepReport';
