/** Pictures of another size. */
import { onnxShape } from '../layout';
import { TfliteError } from '../table';
import type { OperatorFamily, TfliteForm } from './operator';

const resizeBilinear: TfliteForm = {
  name: 'RESIZE_BILINEAR',
  code: 23,
  options: 15,
  fields: { corners: 2 },
  version: { any: 3 },
  toOnnx(to, operator) {
    const sizes = to.integers(onnxShape(to.shape(to.output(operator))));
    to.finish(operator, 'Resize', [to.value(to.input(operator, 0)), '', '', sizes], {
      mode: 'linear',
      coordinate_transformation_mode: operator.options.corners,
    });
  },
};

export const resizes: OperatorFamily = {
  tflite: [resizeBilinear],
  onnx: {
    Resize(to, node) {
      const x = to.picture(node.inputs[0]);
      const { mode = 'nearest', coordinate_transformation_mode: corners = 'half_pixel' } = node.attributes ?? {};
      if (mode !== 'linear' || (corners !== 'half_pixel' && corners !== 'align_corners' && corners !== 'asymmetric'))
        throw new TfliteError(
          `${node.outputs[0]}: Resize is known as linear with half_pixel, align_corners or asymmetric`,
        );
      const lastTwo = (name: string | undefined, what: string) =>
        name ? [...to.constant(name, what).values].slice(-2) : [];
      const sizes = lastTwo(node.inputs[3], 'the sizes of Resize');
      const scales = lastTwo(node.inputs[2], 'the scales of Resize');
      const [batch = 1, channels = 1, height = 0, width = 0] = x.shape;
      const [rows = 0, columns = 0] =
        sizes.length === 2 ? sizes : [height, width].map((size, i) => Math.floor(size * (scales[i] ?? 1)));
      const output = to.result(node, [batch, channels, rows, columns]);
      to.operate(resizeBilinear, [x.tensor, to.integers([rows, columns])], output, { corners });
    },
  },
};
