/** What goes over days: journal, trends, care. Loaded when one of them is first opened, so that the live page starts sooner. */
import { createBackup } from '../journal/backup';
import { createDatabase } from '../journal/database';
import { lockWhenIdle } from '../journal/idle';
import { createJournal, type Journal } from '../journal/journal';
import { lookWhetherKept } from '../journal/keeping';
import { someOwn } from '../journal/own';
import { writesUnderWay } from '../journal/queue';
import { createStore } from '../journal/store';
import { forgetSettings, oldOwn, settings } from '../settings/settings';
import { createSync } from '../sync/sync';
import { inView } from './inView';
import { askBeforeLeaving } from './leaving';
import { today } from './today';

export { CareView } from '../care/CareView';
export { Gate } from '../journal/Gate';
export { JournalView } from '../journal/JournalView';
export { KeepingCard } from '../journal/KeepingCard';
export { PassiveLook } from '../journal/PassiveLook';
export { startReminding } from '../journal/reminder';
export { whyInWords } from '../journal/whyInWords';
export { TrendsView } from '../trends/TrendsView';

const database = createDatabase(() => journal.replaced());
export const journal: Journal = createJournal(createStore(database), {
  now: () => new Date(),
  dayBegins: () => settings.dayBegins.value,
  today: () => today.value,
  oldOwn: { read: () => someOwn(oldOwn.read()), remove: oldOwn.remove },
  forgetSettings,
});
export const backup = createBackup(journal);
export const sync = createSync(journal);
lockWhenIdle(journal);
// What was pressed is shown before it is kept, and what is typed is written a little later.
const { drafts } = journal;
askBeforeLeaving(() => writesUnderWay.value > 0 || drafts.hasUnwritten.value);
// Phones end a page that nobody sees without asking.
inView.subscribe((isSeen) => {
  if (!isSeen) void drafts.flush();
});
void lookWhetherKept(journal.keeping);
