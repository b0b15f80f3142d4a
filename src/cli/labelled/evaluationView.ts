/** A judgement as a report shows it. */
import type { Faces } from '../../data';
import {
  type JudgedHead,
  type Judgement,
  judged,
  type LabelSet,
  leastSureHits,
  type Predictions,
  riskCoverage,
  surestMistakes,
} from '../../evaluate';
import type { EvaluationView } from '../../report';
import { notableFaces } from './pictures';

/** With the faces that tell most. */
export async function viewOf(
  judgement: Judgement,
  what: string,
  { predictions, faces, labels, head }: { predictions: Predictions; faces: Faces; labels: LabelSet; head: JudgedHead },
): Promise<EvaluationView> {
  const asked = judged(predictions, faces, labels, head);
  return {
    what,
    ...judgement,
    riskCoverage: riskCoverage(asked),
    surestMistakes: notableFaces(faces, surestMistakes(asked, 24)),
    leastSureHits: notableFaces(faces, leastSureHits(asked, 12)),
  };
}
