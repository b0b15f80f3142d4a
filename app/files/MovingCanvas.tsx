/** An animation's frame, or a file's page, at a time. */
import { useEffect, useRef } from 'preact/hooks';
import type { MovingPicture } from '../../src/media/browser';

export function MovingCanvas({ moving, name, time }: { moving: MovingPicture; name: string; time: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const number = Math.max(
    0,
    moving.times.findLastIndex((from) => from <= time + 1e-3),
  );
  useEffect(() => {
    let wanted = true;
    moving.frame(number).then(
      (picture) => {
        if (wanted && canvas.current) {
          const { width, height } = picture;
          Object.assign(canvas.current, { width, height });
          canvas.current.getContext('2d')?.drawImage(picture, 0, 0);
        }
        picture.close();
      },
      () => {
        // The last one that could be decoded stays.
      },
    );
    return () => {
      wanted = false;
    };
  }, [moving, number]);
  return <canvas ref={canvas} role="img" aria-label={name} width={moving.width} height={moving.height} />;
}
