'use client';
import { createDetector } from 'feeling';
import { useEffect } from 'react';

async function read() {
  const detector = await createDetector();
  const [face] = await detector.detect(new URL('/face.png', location.href));
  await detector.close();
  return face.named.join(' and ');
}

export default function Face() {
  useEffect(() => {
    read().then(
      (named) => {
        document.title = `READ ${named}`;
      },
      (error) => {
        document.title = `FAILED ${error.message}`;
      },
    );
  }, []);
  return <output>reading</output>;
}
