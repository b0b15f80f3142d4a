/** The training step that a recipe describes. */
import { type FaceForm, type Faces, usualForm } from '../data';
import { adamw, type EmitOptions, headsOf, type Network, type Optimizer, sgd } from '../graph';
import { type BatchOptions, balancedWeights, type Teacher } from './batches';
import { type Recipe, RecipeError } from './recipe';
import { buildStep, type TrainingStep } from './step';

function optimizerOf({ optimizer, momentum, nesterov, beta1, beta2, weightDecay }: Recipe): Optimizer {
  return optimizer === 'sgd'
    ? sgd({ momentum, nesterov, weightDecay })
    : adamw({ beta1, beta2, epsilon: 1e-8, weightDecay });
}

/**
 * One step of `net` on batches as large as the recipe's, of faces of this form, 48 × 48 grey if not given.
 *
 * Throws a RecipeError when the recipe freezes layers that the network does not have.
 */
export function stepOf(
  net: Network,
  recipe: Recipe,
  options: EmitOptions,
  { channels, size }: FaceForm = usualForm,
): TrainingStep {
  const losses = {
    fer2013: { weight: 1, labelSmoothing: recipe.labelSmoothing, focal: recipe.focal },
    ferplus: { weight: recipe.votesWeight, labelSmoothing: 0 },
    face: { weight: 1, labelSmoothing: 0 },
  };
  const present = headsOf(net);
  const heads = Object.entries(losses).filter(([name]) => present.includes(name));
  const step = buildStep(
    net,
    {
      pixels: [recipe.batchSize, channels, size, size],
      heads: Object.fromEntries(heads),
      optimizer: optimizerOf(recipe),
      normMomentum: 0.9,
      accumulate: recipe.accumulate,
      clipNorm: recipe.clipNorm,
      sharpness: recipe.sharpness,
      isFrozen: (parameter) => recipe.freeze.some((prefix) => parameter.startsWith(prefix)),
    },
    options,
  );
  const unknown = recipe.freeze.filter(
    (prefix) => !step.fixed.some(({ tensors }) => tensors.some(({ name }) => name.startsWith(prefix))),
  );
  if (unknown.length > 0)
    throw new RecipeError(`recipe: freeze has "${unknown.join('", "')}", but no layer of ${net.name} begins so`);
  return step;
}

/** The batches that a recipe describes, for these heads. */
export function batchesOf(
  faces: Faces,
  heads: readonly string[],
  { seed, augmentation, classWeights, teacherShare, notFaces }: Recipe,
  teacher: Teacher['heads'] | undefined,
): Omit<BatchOptions, 'epoch'> {
  const options = {
    seed,
    augmentation,
    notFaces: heads.includes('face') ? notFaces : 0,
    ...(teacher && { teacher: { heads: teacher, share: teacherShare } }),
  };
  if (classWeights === 'none') return options;
  return { ...options, classWeights: classWeights === 'balanced' ? balancedWeights(faces) : classWeights };
}
