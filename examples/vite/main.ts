import { createDetector } from 'feeling';

const input = document.querySelector('input') as HTMLInputElement;
const output = document.querySelector('output') as HTMLOutputElement;
const detector = createDetector();

input.addEventListener('change', async () => {
  const [file] = input.files ?? [];
  if (!file) return;
  output.textContent = 'reading …';
  const readings = await (await detector).detect(await createImageBitmap(file));
  output.textContent =
    readings.length === 0 ? 'no face' : readings.map(({ named }) => named.join(' and ') || 'not sure').join(', ');
});
