import feeling = require('feeling');
import train = require('feeling/train');
const options: feeling.DetectorOptions = { threshold: 0.3 };
feeling.createDetector(options).then((d: feeling.Detector) => d.close());
// @ts-expect-error there is no such option
feeling.createDetector({ treshold: 0.3 });
export const recipe: train.Recipe = train.parseRecipe({});
