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

/** The passphrase was set, changed or taken away in another tab. */
export class LockChanged extends Error {
  override name = 'LockChanged';
  constructor() {
    super('the passphrase was changed in another tab');
  }
}
