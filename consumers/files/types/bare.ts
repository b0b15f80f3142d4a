import { createDetector } from 'feeling';
export const read = async () => (await createDetector()).detect(new Uint8Array(1));
