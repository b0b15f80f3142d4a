/** Why the journal's database refuses to be read or written. */

/** The journal is locked; nothing was written. */
export class JournalLocked extends Error {
  override name = 'JournalLocked';
  constructor() {
    super('the journal is locked');
  }
}

/** A newer page wrote the database; this one may only read it. */
export class JournalIsNewer extends Error {
  override name = 'JournalIsNewer';
  constructor() {
    super('a newer version of this page has written the journal');
  }
}

/** The passphrase was set, changed or taken away in another tab, or much was written there while it was here. */
export class LockChanged extends Error {
  override name = 'LockChanged';
  constructor() {
    super('another tab has changed the journal in the meantime');
  }
}
