/** A figure of lines that shows what each step of the movement is. */

/** For each step: arms and legs as lines from shoulder (50, 36) and hip (50, 66), and marks of the motion. */
const poses = [
  {
    limbs: ['M50 36L36 50L38 66', 'M50 36L64 50L62 66', 'M50 66L42 96', 'M50 66L58 96'],
    marks: ['M32 40a7 7 0 1 1 4 -10', 'M68 40a7 7 0 1 0 -4 -10'],
  },
  {
    limbs: ['M50 36L38 22L36 4', 'M50 36L62 22L64 4', 'M50 66L42 96', 'M50 66L58 96'],
    marks: ['M28 14V2M24 6l4 -4l4 4', 'M72 14V2M68 6l4 -4l4 4'],
  },
  {
    limbs: ['M50 36L40 50L50 56', 'M50 36L62 48L70 40', 'M50 66L64 70L62 88', 'M50 66L46 96'],
    marks: ['M76 84V66M72 70l4 -4l4 4'],
  },
  {
    limbs: ['M50 36L34 44L24 38', 'M50 36L66 44L76 38', 'M50 66L40 80L36 96', 'M50 66L60 80L64 96'],
    marks: ['M16 34l4 -4M14 42h6', 'M84 34l-4 -4M86 42h-6'],
  },
] as const;

export function MovementFigure({ step }: { step: number }) {
  const { limbs, marks } = poses[step] ?? poses[0];
  return (
    <svg class="figure" viewBox="0 0 100 100" aria-hidden="true">
      <circle cx={50} cy={18} r={9} />
      <path d="M50 27V66" />
      {limbs.map((d) => (
        <path key={d} d={d} />
      ))}
      <g class="figure-motion">
        {marks.map((d) => (
          <path key={d} d={d} />
        ))}
      </g>
    </svg>
  );
}
