/** What goes over days: journal, trends, care. Loaded when one of them is first opened, so that the live page starts sooner. */
import { createDatabase } from '../journal/database';
import { createJournal } from '../journal/journal';

export { CareView } from '../care/CareView';
export { Gate } from '../journal/Gate';
export { JournalView } from '../journal/JournalView';
export { PassiveLook } from '../journal/PassiveLook';
export { startReminding } from '../journal/reminder';
export { TrendsView } from '../trends/TrendsView';

export const journal = createJournal(createDatabase(), () => new Date());
