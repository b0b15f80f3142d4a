/** Graphics cards as tests have them. */
import { existsSync } from 'node:fs';
import { requireGraphicsCard } from '../src/runtime/node';

/** Chromium brings a Vulkan driver that needs no graphics card. */
const software = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Whether this process and those that it starts have a card: with that driver where it is, else the machine's own. */
export async function findGraphicsCard(): Promise<boolean> {
  if (existsSync(software)) process.env['VK_ICD_FILENAMES'] ??= software;
  return requireGraphicsCard().then(
    () => true,
    () => false,
  );
}

/** Environment of a process that has none. Cards are found through Vulkan on Linux, which can be told so. */
export const withoutCard: Readonly<Record<string, string>> = {
  VK_ICD_FILENAMES: '/dev/null',
  VK_DRIVER_FILES: '/dev/null',
};
