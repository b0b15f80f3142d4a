/** English. What every other language must have, too. */
import type { Emotion } from '../../src/emotion';
import type { NetworkFault } from '../../src/model';
import type { Activity, Fault, FoundInstead } from '../../src/mood';
import type { PlaceProblem } from '../sync/place';
import { dateAt, formatsOf } from './formats';

/** "sad and angry", "sad, angry and afraid"; Intl would write "sad, angry, and afraid". */
const list = (words: readonly string[]) =>
  words.length < 3 ? words.join(' and ') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const { dates, number, weekday, weekdayShort, monthName, moment, ago } = formatsOf('en');
/** "in the morning" */
const inPart = (part: string) => (part === 'midday' || part === 'night' ? `at ${part}` : `in the ${part}`);

export const en = {
  direction: 'ltr' as 'ltr' | 'rtl',
  list,
  /** A number with so many decimals, as the language writes it. */
  number,
  emotions: {
    angry: 'angry',
    disgust: 'disgusted',
    fear: 'afraid',
    happy: 'happy',
    sad: 'sad',
    surprise: 'surprised',
    neutral: 'neutral',
  } satisfies Record<Emotion, string> as Record<Emotion, string>,
  /** As a scale is called. */
  scales: {
    angry: 'angry',
    disgust: 'disgust',
    fear: 'fear',
    happy: 'happy',
    sad: 'sad',
    surprise: 'surprise',
    neutral: 'neutral',
  } as Record<Emotion, string>,
  mostly: (word: string) => `mostly ${word}`,
  aLittle: (words: string) => `a little ${words}`,
  notSure: 'not sure',
  /** Of a text: how many of its characters do not fit, and how many do. */
  tooLong: (over: number, most: number) => `Too long by ${over} character${over === 1 ? '' : 's'}: ${most} fit.`,
  onDevice: 'on this device only',
  cameraOn: 'camera on',
  limits:
    'An expression is not a feeling. Light, angle, age, culture and glasses change what is read. This is no medical device.',
  nav: {
    label: 'Views',
    live: 'Live',
    journal: 'Journal',
    trends: 'Trends',
    care: 'Care',
    files: 'Files',
    about: 'About',
    train: 'Train',
  },
  settings: {
    title: 'Settings',
    open: 'Settings',
    close: 'Close',
    camera: 'Camera',
    anyCamera: 'Default',
    resolution: 'Picture size',
    mirrored: 'Mirrored, as in a mirror',
    smoothing: 'Smoothing',
    smoothingText: 'Longer is steadier, shorter follows faster.',
    finder: 'Face detector',
    finders: {
      blazeface: 'BlazeFace, near the camera',
      auto: 'BlazeFace, the whole room',
      mtcnn: 'MTCNN',
    },
    mtcnnMissing: 'MTCNN can be chosen after “feeling models pull mtcnn”.',
    network: 'Network',
    packaged: 'compact, which comes with feeling',
    ownNetwork: 'Another network (.onnx)',
    packagedAgain: 'Back to compact',
    badNetwork: (why: string) => `That file cannot be used; compact goes on. (${why})`,
    otherNetwork: {
      title: (file: string) => `About ${file}`,
      question: (file: string) => `${file} does not say what it gives. Its maker does; compact goes on until you tell.`,
      labels: 'Emotions, in the order of its outputs',
      labelsText:
        'Separated by commas. Another name is told as “Wut=angry”; “-” is an output that is no emotion. Contempt counts as neutral.',
      scale: 'Pixels go in as',
      scales: {
        '0..255': '0 to 255',
        '0..1': '0 to 1',
        '-1..1': '−1 to 1',
        imagenet: "ImageNet's mean and deviation",
      },
      order: 'Colours, if it has any',
      size: 'Pixels a side, if the file does not say',
      use: 'Use it',
      fault: ({ what, got, right }: NetworkFault): string =>
        ({
          outputs: `${got} labels, but the network gives ${right} numbers. Name each output in its order, “-” for one that is no emotion.`,
          label: `What does “${got}” mean? Say it as “${got || 'name'}=happy”, with one of angry, disgust, fear, happy, sad, surprise, neutral, contempt.`,
          twice: `Two labels mean “${got}”; each emotion may stand there once.`,
          few: 'At least two labels must be emotions.',
          size: 'The file does not say how large its pictures are. Enter the pixels a side below.',
          otherSize: `Its pictures have ${right} pixels a side, not ${got}.`,
          input: `It does not read faces as this page can give them: one square picture, grey or in colour (its input: ${got}).`,
          noOnnx: 'It is no ONNX file.',
          elsewhere: `Its numbers lie in ${got}, and a page reads one file. “feeling export” makes one of both.`,
        })[what],
    },
    backend: 'Run on',
    measured: (few: [cpu: string, card: string], many: [cpu: string, card: string]) =>
      `Measured on this device: one face takes ${few[0]} ms on the processor and ${few[1]} ms on the graphics card, five take ${many[0]} and ${many[1]} ms. Each goes where it is faster.`,
    backends: { auto: 'Automatic', webgpu: 'Graphics card (WebGPU)', cpu: 'Processor (WebAssembly)' },
    passiveLook: 'Automatic camera checks, every five minutes',
    passiveLookText:
      'For 15 seconds, only while this page is open and in view, and shown while it does. The journal gets the numbers, never a picture.',
    reminders: {
      title: 'Reminders',
      add: 'Add a reminder',
      one: (n: number) => `Reminder ${n}`,
      time: 'Remind me of a check-in at',
      remove: 'Remove',
      text: 'A notification of this device, while this page is open somewhere, on days without an entry.',
      noDay: 'Does not come: no day is chosen.',
      refused: 'Your browser said no to notifications. They can be allowed in the address bar.',
    },
    lookBack: 'Look back on the week on',
    lookBackNever: 'Never',
    dayBegins: 'A day begins at',
    dayBeginsText:
      'What you write before that belongs to the evening before, in the journal, in trends and in reminders.',
    theme: 'Colours',
    themes: { auto: 'Match system', light: 'Light', dark: 'Dark' },
    language: 'Language',
    likeBrowser: 'Match system',
    forgetful: 'This browser keeps no settings (its storage is full or forbidden). They hold until you close the page.',
  },
  live: {
    video: 'Your camera',
    readings: 'Readings',
    facesCount: (n: number) => (n === 0 ? 'No face' : `${n} face${n === 1 ? '' : 's'}`),
    noReading: 'Nothing to read yet',
    face: (id: number) => `face ${id}`,
    choose: (id: number) => `Show face ${id} in full`,
    youLook: (words: string) => `You look ${words}`,
    faceLooks: (id: number, words: string) => `Face ${id} looks ${words}`,
    lastMinute: (words: string | undefined) => (words === undefined ? 'The last minute' : `The last minute: ${words}`),
    mixed: 'mixed',
    valence: 'unpleasant ↔ pleasant',
    valenceIs: (value: number): string =>
      Math.abs(value) < 0.1 ? 'in between' : value > 0 ? 'rather pleasant' : 'rather unpleasant',
    howSure: 'how sure',
    sureness: (p: number): string =>
      p >= 0.7 ? 'quite sure' : p >= 0.5 ? 'probably' : p >= 0.35 ? 'a guess' : 'not sure',
    threshold: 'Sensitivity',
    thresholdText:
      'An emotion is named when its share reaches this; lower names more. If none does, the answer is “not sure”.',
    figures: (fps: string, ms: string, engine: string) => `${fps} frames/s · ${ms} ms · ${engine}`,
    threads: (n: number) => `WebAssembly, ${n} thread${n === 1 ? '' : 's'}`,
    pause: 'Pause',
    resume: 'Resume',
    paused: 'Paused. The camera is off.',
    fullScreen: 'Full screen',
    leaveFullScreen: 'Leave full screen',
    smallWindow: 'Small window',
    turnOn: 'Turn on camera',
    readPhoto: 'Read a photo',
    sample: 'Try a drawn face',
    summary: (seconds: number, shares: string) => {
      const minutes = Math.floor(seconds / 60);
      return `Your face was seen for ${minutes > 0 ? `${minutes} min ` : ''}${seconds % 60} s: ${shares}.`;
    },
    snapshot: 'Snapshot',
    snapshotText: 'Saved on this device, only when you press it.',
    blurFaces: 'Blur faces in snapshots',
    blurring: {
      title: 'Snapshot with blurred faces',
      looking: 'Looking for faces …',
      found: (n: number) =>
        n === 0
          ? 'No face was found. Tap where there is one.'
          : `${n === 1 ? 'One face is' : `${n} faces are`} blurred. Tap any place that should be blurred, too.`,
      failed: 'Looking for faces failed. Tap every face that is still clear before you save.',
      hideMore: 'Blur one more place: tap it, or move with the arrow keys and press Enter',
      save: 'Save',
      undo: 'Undo',
      cancel: 'Cancel',
    },
    record: 'Record data',
    stopRecording: (seconds: number) => `Stop recording (${seconds} s)`,
    game: {
      title: 'Show me all seven',
      step: (n: number, of: number) => `${n} of ${of}`,
      make: (emotion: string) => `Look ${emotion}`,
      hint: {
        angry: 'Brows down and together, lips pressed.',
        disgust: 'Wrinkle your nose, raise your upper lip.',
        fear: 'Brows up and together, eyes wide, mouth a little open.',
        happy: 'Smile until your eyes do, too.',
        sad: 'Inner brows up, corners of the mouth down.',
        surprise: 'Brows high, mouth open.',
        neutral: 'Let your face rest.',
      } as Record<Emotion, string>,
      leaveOut: 'Skip this one',
      done: (n: number) => (n === 7 ? 'All seven' : `${n} of 7`),
      save: 'Save as a picture',
      again: 'Play again',
      close: 'Close',
      notKept: 'These pictures are gone when you close this, unless you save them.',
    },
    recorded: (clock: string, rows: number) => `${clock}: ${rows} rows of numbers, no pictures:`,
    discardRecording: (clock: string) => `Discard the recording of ${clock}`,
    why: 'Why?',
    whyText: (emotion: string, where: string) =>
      `What speaks for “${emotion}” is mostly ${where}: covering the bright places makes it weaker.`,
    whyNothing: (emotion: string) => `No single place speaks for “${emotion}”; it is the face as a whole.`,
    whyGone: 'The picture of that face is gone. Ask again while the face is there.',
    whyWait: 'Looking …',
    places: {
      brow: 'around the brows',
      eyes: 'around the eyes',
      middle: 'around the nose and cheeks',
      mouth: 'around the mouth',
    },
    hindrances: {
      far: ['too far away', 'Come closer, or use a larger picture.'],
      dark: ['too dark', 'More light from the front helps.'],
      bright: ['too bright', 'Less light on the face helps.'],
      turned: ['turned away', 'Look towards the camera.'],
      blurred: ['blurred', 'Hold still, or wipe the lens.'],
      covered: ['partly hidden', 'Show the whole face.'],
    } as Record<string, readonly [what: string, help: string]>,
    fellBack: 'The graphics card stopped; the processor goes on.',
    restarted: 'Reading stopped for a moment and was started again.',
  },
  notices: {
    starting: ['Getting ready', 'The networks are being loaded. This takes a moment the first time.'],
    welcome: [
      'What does your face show?',
      'With your camera on, this page reads expressions while you watch. The pictures are read in this page and go nowhere.',
    ],
    asking: [
      'May this page use your camera?',
      'Your browser is asking. The pictures are read in this page and go nowhere.',
    ],
    denied: [
      'The camera is blocked',
      "You or your browser said no. Nothing was recorded. To change that, allow the camera in the address bar's settings, then try again.",
    ],
    unplugged: ['The camera was unplugged', 'Plug it in, or connect another; it is used at once.'],
    noCamera: ['No camera was found', 'Connect one, or turn on the one of this device; it is used at once.'],
    noFace: ['No face yet', 'Come a little closer, or turn on a light in front of you.'],
    inUse: ['The camera is busy', 'Another program seems to use it. Close that one; this page looks again by itself.'],
    insecure: [
      'This address gets no camera',
      'Browsers give a camera only to pages on this computer or over https. Photos and videos can be read all the same.',
    ],
    engine: ['Reading stopped', 'The networks could not go on. Nothing was lost.'],
    failed: ['The camera did not start', ''],
    tooOld: ['This browser is too old', ''],
  } as Record<string, readonly [title: string, text: string]>,
  missing: (parts: string) => `It lacks ${parts}. A current Chrome, Edge, Firefox or Safari has it.`,
  notLoaded: 'This part of the page could not be loaded. Your entries are safe. Connect once, then try again.',
  update: { ready: 'A new version is ready. What is open goes on until you take it.', take: 'Reload' },
  tryAgain: 'Try again',
  lookAgain: 'Look again',
  startAgain: 'Start again',
  files: {
    title: 'Photos and videos',
    drop: 'Drop photos or videos here, or paste a picture.',
    choose: 'Choose files',
    sampleName: 'drawn face',
    private: 'They are read in this page and go nowhere.',
    pages: (count: number) => `${count} pages, read as one a second`,
    endsAt: (seconds: number) =>
      `The file is damaged or cut off after ${number(seconds, 1)} s; what comes before was read.`,
    unreadable: (name: string) => `${name} cannot be read by this browser.`,
    empty: (name: string) => `${name} is empty.`,
    noPicture: (name: string) => `${name} is neither a photo nor a video.`,
    needsHeif: (name: string) =>
      `${name} is a HEIC photo, and the part that reads those is not installed. “npm install libheif-js” beside feeling adds it.`,
    noFace: 'No face was found.',
    readingPhoto: 'Reading the photo …',
    waiting: 'Waiting for its turn …',
    reading: (percent: number) => `Reading … ${percent} %`,
    timeline: (words: string) => `Over time: ${words}`,
    scrub: 'Place in the video',
    remove: (name: string) => `Remove ${name}`,
    looks: (words: string) => `looks ${words}`,
    save: 'Save data',
  },
  journal: {
    checkIn: 'Check-in',
    question: 'How do you feel?',
    moments: { now: 'Now', earlier: 'Earlier today', yesterday: 'Yesterday', day: 'A day' },
    clock: 'Time',
    dayAndClock: 'Day and time',
    countsFor: (date: string) => `This counts for ${dates({ dateStyle: 'full' }).format(new Date(date))}.`,
    notYet: 'That is later than now. Choose a time that has passed.',
    tapPlane: 'Tap or drag to the place that fits.',
    place: (valence: string, energy: string, word: string) => `${valence}, ${energy}: near “${word}”`,
    saved: 'Saved.',
    find: {
      search: 'Search notes, words and tags',
      tag: 'Tag',
      anyTag: 'All tags',
      word: 'Feeling word',
      anyWord: 'All words',
      found: (n: number, day: string | undefined): string =>
        `${n === 0 ? 'No entries' : n === 1 ? '1 entry' : `${n} entries`}${day ? ` · ${day}` : ''}`,
      all: 'Show all',
    },
    calendar: {
      title: 'Calendar',
      earlier: 'Month before',
      later: 'Next month',
      month: (day: number) => dates({ month: 'long', year: 'numeric' }).format(dateAt(day)),
      day: (day: number, n: number, mood: string | undefined): string =>
        `${dates({ dateStyle: 'full' }).format(dateAt(day))}: ${n === 0 ? 'no entry' : n === 1 ? '1 entry' : `${n} entries`}${mood ? `, ${mood}` : ''}`,
      help: 'Tap a day to see its entries, or an empty one to write for it.',
    },
    lookBack: {
      title: 'Your week',
      sentence: (mood: string, days: number, change: number | undefined): string => {
        const said = `The last seven days were ${mood} on the whole (${days} days with entries)`;
        if (change === undefined) return `${said}.`;
        if (Math.abs(change) < 0.05) return `${said}, much like the week before.`;
        return `${said}, ${change > 0 ? 'more' : 'less'} pleasant than the week before, by ${number(Math.abs(change), 2)}.`;
      },
      words: (found: readonly string[]) => `You often said: ${found.join(', ')}.`,
      tags: (found: readonly string[]) => `Often there: ${found.join(', ')}.`,
      best: (day: string) => `Show your best day, ${day}`,
      done: 'Put away',
    },
    axes: { valence: 'Unpleasant to pleasant', energy: 'Low to high energy' },
    axisValue: (axis: 'valence' | 'energy', value: number): string => {
      const strength = Math.abs(value) < 0.15 ? '' : Math.abs(value) < 0.6 ? 'rather ' : 'very ';
      if (!strength) return axis === 'valence' ? 'neither' : 'medium energy';
      if (axis === 'valence') return strength + (value > 0 ? 'pleasant' : 'unpleasant');
      return `${strength}${value > 0 ? 'high' : 'low'} energy`;
    },
    ends: { high: 'high energy', low: 'low energy', pleasant: 'pleasant', unpleasant: 'unpleasant' },
    wordsLabel: 'Which words fit?',
    word: (word: string) => word,
    tagsLabel: 'What’s going on?',
    tag: (tag: string) => tag,
    ownTag: 'Something else',
    addTag: 'Add',
    tags: {
      edit: 'Edit tags',
      title: 'Your tags',
      text: 'Groups keep tags together in the check-in.',
      groups: 'Groups',
      newGroup: 'A new group',
      name: (group: string) => `Name of the group “${group}”`,
      remove: (group: string) => `Remove the group “${group}”`,
      removed: (group: string) => `“${group}” was removed. Its tags are kept.`,
      none: 'No group',
    },
    note: 'Note',
    look: 'Camera check (15 seconds)',
    lookText: 'It keeps numbers only, never a picture. Your own word is what counts.',
    done: 'Done',
    storage: {
      full: 'there is no room left on this device; free some space first',
      unusable: 'the browser cannot use its storage just now; perhaps the disk is full',
      forbidden: 'the browser allows no storage here, as in many private windows',
      locked: 'the journal is locked',
      newer: 'a newer version of this page has written the journal; load this page again',
      changed: 'another tab has changed the journal in the meantime',
    },
    notSaved: (why: string) => `That could not be kept (${why}). What you entered is still here; please try again.`,
    notKept: (why: string) => `That was not done (${why}). Nothing has changed; please try again.`,
    looking: 'The camera is on',
    secondsLeft: (n: number) => `${n} seconds left`,
    noLook: 'Skip the camera check',
    lookPaused: 'The camera is paused',
    lookPausedText: 'It can look for this entry only, and stays paused after that.',
    lookNow: 'Look now',
    valenceIs: (value: number): string =>
      Math.abs(value) < 0.15
        ? 'in between'
        : (Math.abs(value) < 0.6 ? 'rather ' : 'very ') + (value > 0 ? 'pleasant' : 'unpleasant'),
    level: (value: number): string => (value === 0 ? 'in between' : value > 0 ? 'pleasant' : 'unpleasant'),
    after: (activity: string) => `After: ${activity}`,
    lookOnly: 'Camera check',
    looks: (n: number) => `${n} automatic camera check${n === 1 ? '' : 's'}`,
    passiveLooking: 'Automatic camera check',
    change: (clock: string) => `Change the entry of ${clock}`,
    changing: 'Change this entry',
    removedElsewhere: 'This entry was removed elsewhere. Done brings it back, with what you changed.',
    when: 'When',
    cancel: 'Cancel',
    reminder: { title: 'How do you feel?', text: 'A check-in takes ten seconds, if you like.' },
    seen: (words: string, unsure: number) =>
      unsure > 0.5 ? 'The camera was not sure what it saw.' : `To the camera you looked ${words}.`,
    apart: (apart: number, both: number) =>
      `In ${apart} of ${both} check-ins the camera saw something else than you said. Your own word is what counts here.`,
    remove: (clock: string) => `Remove the entry of ${clock}`,
    removed: 'The entry was removed.',
    undo: 'Bring it back',
    earlier: 'Earlier days',
    empty: 'Nothing here yet. Tap the place above that fits how you feel.',
    failed: (why: string) =>
      `The journal cannot be opened just now (${why}). What was kept before stays as it is. Live and Files work all the same.`,
    day: (ago: number, date: string): string =>
      ago === 0 ? 'Today' : ago === -1 ? 'Yesterday' : dates({ dateStyle: 'full' }).format(new Date(date)),
    alarm: {
      label: 'Your days turned down',
      sentence: (days: number, isOver: boolean): string => {
        if (isOver) return `Lately ${days} days were lower than your usual days. The latest are as usual again.`;
        if (days === 1) return 'Your last day was much lower than your usual days.';
        return `Your last ${days} days were lower than your usual days.`;
      },
      picture: (days: number) => `Your last ${days} days with entries, over the band that is usual for you`,
      explanation: (real: number) =>
        `Each point is a day; the band is what is usual for you, the line your last six weeks, the dashed one your last two. Of ten such alarms about ${real} are real in our simulations. This is no diagnosis, and it can be wrong.`,
      help: 'Something small might help now.',
      care: 'See what has helped you',
      later: 'Not now',
      wrong: 'This is wrong',
    },
    rise: {
      label: 'Your days turned up',
      sentence: (days: number, isOver: boolean): string => {
        if (isOver) return `Lately ${days} days were higher than your usual days. The latest are as usual again.`;
        if (days === 1) return 'Your last day was much higher than your usual days.';
        return `Your last ${days} days were higher than your usual days.`;
      },
      explanation:
        'Each point is a day; the band is what is usual for you. Most high days are simply good days. This is no diagnosis, and it can be wrong.',
      help: 'If high spells have worn you out before, regular sleep, quiet evenings and someone you trust may help you keep your balance.',
      watch: 'Tell me about unusually high days, too',
    },
    lowSpell: {
      label: 'Two weeks',
      sentence:
        'You have said for two weeks that things are very hard. Talking with someone you trust, or with a doctor, can help.',
      lines: 'Whom you can call',
      linesEdited: 'A line for each, with a number or a web address',
      editLines: 'Edit the list',
      usualLines: 'United States: 988\nUnited Kingdom and Ireland: 116 123 (Samaritans)\nElsewhere: findahelpline.com',
    },
    unreadable: (n: number) =>
      n === 1
        ? '1 entry cannot be opened; it is kept. The others are all here.'
        : `${n} entries cannot be opened; they are kept. The others are all here.`,
    newer: 'A newer version of this page has written this journal. Here you can read and export it, but not change it.',
    replaced: 'A newer version of this page is open in another tab. Your entries are safe. Reload this tab to go on.',
    reload: 'Reload this tab',
    backup: {
      none: 'Your journal has had no backup for a month.',
      export: 'Export it now',
      later: 'Not now',
      choose: 'Back up into a folder',
      text: 'After each day with entries a copy is written there, sealed if your journal is.',
      into: (folder: string) => `A copy goes into the folder “${folder}” after each day with entries.`,
      stop: 'Stop the backups',
      needsPermission: (folder: string) => `Backups into “${folder}” are waiting for your permission.`,
      allow: 'Allow them',
      failed: (why: string) => `The last backup could not be written (${why}). Your entries are safe.`,
    },
    devices: {
      title: 'Your devices',
      text: 'The same journal on your phone and your laptop: each puts one sealed file where the others find it, and takes what they changed. Nobody can read these files without your passphrase.',
      folderText:
        'Choose a folder that all of them have, for example one of Nextcloud, Syncthing, iCloud Drive or Dropbox.',
      noFolder: 'This browser cannot write into folders. Chrome and Edge can.',
      chooseFolder: 'Sync through a folder',
      deviceName: 'What this device is called',
      thisDevice: (isPhone: boolean): string => (isPhone ? 'Phone' : 'Laptop'),
      others: 'There is a journal in it already. Enter the passphrase that you use on your other device.',
      othersAndSeal:
        'There is a journal in it already. Enter the passphrase that you use on your other device; it will lock this journal, too.',
      own: 'Enter the passphrase of your journal; on your other devices you enter it once.',
      newPassphrase:
        'Syncing needs a passphrase. It locks your journal on this device, and on your other devices you enter it once. Nobody can help you if you forget it.',
      passphrase: 'Passphrase of the journal',
      begin: 'Start syncing',
      cancel: 'Cancel',
      on: (folder: string) => `Your devices share this journal through the folder “${folder}”.`,
      onServer: (address: string) => `Your devices share this journal through ${address}.`,
      server: 'Sync through a server (WebDAV, Nextcloud)',
      serverText:
        'Only sealed files go to the address that you enter, and nowhere else. Use an app password, not that of your account; it is kept sealed and never shown again.',
      address: 'Address of a folder',
      badAddress: 'The address must begin with https:// (or be on this computer), without a user in it.',
      user: 'User',
      appPassword: 'App password',
      askServer: 'Continue',
      never: 'Not synced yet.',
      last: (when: string, devices: readonly string[]): string =>
        devices.length === 0
          ? `Last synced ${when}; no other device yet.`
          : `Last synced ${when} with ${devices.join(', ')}.`,
      ago: (minutes: number): string => (minutes < 1 ? 'just now' : ago(minutes)),
      busy: 'Syncing …',
      now: 'Sync now',
      stop: 'Stop syncing',
      stopText: 'This device keeps its journal, and your other devices keep theirs.',
      removeFile: 'Also remove this device’s file from there',
      needsPassphrase: 'Without a passphrase your devices stop syncing.',
      forget: 'Only this device forgets. Your other devices keep their journal until you delete it there.',
      allow: 'Allow it',
      /** What is in the way, and what that means for devices that sync. */
      problem: (kind: PlaceProblem, why: string): readonly [what: string, then: string] => {
        const later = 'What you write is kept here and synced later.';
        const again = 'Nothing is lost; it is tried again.';
        const problems: Record<PlaceProblem, readonly [string, string]> = {
          permission: ['The browser wants your permission again to use the folder.', 'Nothing is lost.'],
          missing: ['The folder is not there.', 'Nothing is lost. Stop syncing and choose it again.'],
          offline: ['You are offline.', later],
          unreachable: [`${why} does not answer, or does not allow this page (CORS).`, later],
          blocked: [
            `This page may talk to its own address only. Start it with “feeling live --sync-with ${why}”, and reload it when it says that a new version is ready.`,
            '',
          ],
          refused: ['The server does not accept the user or the password.', 'Stop syncing and set it up again.'],
          noWebdav: ['What answers at this address is no WebDAV folder; it may be a login page.', again],
          full: ['There is no room left where the files lie.', again],
          failed: [`It did not work (${why}).`, again],
        };
        return problems[kind];
      },
      noneWhole: (files: readonly string[]) =>
        `Not whole yet, or damaged: ${files.join(', ')}. Try again when it is whole, or remove it there.`,
      damaged: (files: readonly string[]) =>
        `Not whole yet, or damaged: ${files.join(', ')}. What it held before is here; it is read again when it is whole.`,
      newer: (files: readonly string[]) =>
        `Written by a newer version of this page: ${files.join(', ')}. Update this one to read it.`,
      locked: (files: readonly string[]) =>
        `Sealed with another passphrase: ${files.join(', ')}. Enter the passphrase of that device.`,
      openOthers: 'Open',
      ahead: (devices: readonly string[]) => `The clock of ${devices.join(', ')} is ahead. Please set it right.`,
    },
    lock: {
      passphrase: 'Passphrase',
      isLocked: 'Your journal is locked',
      isWrong: 'That is not the passphrase. Your entries are safe.',
      damaged:
        'The lock of this journal is damaged, and no passphrase opens it any more. Nothing was removed: you can export the sealed journal, or begin anew.',
      open: 'Open',
      set: 'A passphrase, eight characters or more',
      again: 'The same passphrase again',
      differ: 'The two passphrases are not the same. Type the same one twice.',
      show: 'Show what was typed',
      hide: 'Hide what was typed',
      setNow: 'Lock journal',
      tooShort: (least: number) => `At least ${least} characters are needed.`,
      lockNow: 'Lock now',
      lockHere: 'Lock the journal',
      openThere: 'Open it in the journal',
      remove: 'Remove the passphrase',
      change: 'Change the passphrase',
      current: 'Current passphrase',
      next: 'A new passphrase, eight characters or more',
      changeNow: 'Change it',
      changed: 'The passphrase was changed.',
      exportFirst:
        'Without the passphrase nobody can open the journal again. Export it first if you want a readable copy.',
      exportNow: 'Export first',
      text: 'With a passphrase your entries, tags, drafts and help lines are encrypted on this device, and locked after five minutes without you. Nobody can open them without it, nor help you if you forget it.',
      noPromise:
        'What you wrote before may stay in the browser’s files for a while, in clear. Set the passphrase first, and write after that.',
    },
    /** What is wrong in a file. */
    fault: ({ english }: Fault & { english: string }): string => english,
    keeping: {
      title: 'Your data',
      parts: { backup: 'Backup', import: 'Import', lock: 'Passphrase', remove: 'Delete' },
      lastOn: (date: Date) => `Last backup: ${moment(date)}`,
      never: 'No backup yet.',
      where: (n: number) => `${n} entr${n === 1 ? 'y' : 'ies'}, kept in this browser on this device, and nowhere else.`,
      whereShared: (n: number) =>
        `${n} entr${n === 1 ? 'y' : 'ies'}, kept in this browser on this device, and sealed where your devices meet.`,
      keeping: {
        promised: 'Your browser has promised to keep them.',
        'not promised': 'Your browser may clear them when space runs out, so export them now and then.',
      },
      sealed: 'Export (sealed)',
      sealedText: 'A sealed file needs your passphrase. The others can be read by anybody who has them.',
      asItIs: 'Export what is there',
      json: 'Export (JSON)',
      csv: 'Export (CSV)',
      import: 'Import',
      importText: 'A journal exported here, or an export of Daylio (.csv). What is there already is not doubled.',
      placesNeeded: 'Some moods in this file have names of their own. Say where they lie, once.',
      whereMood: (mood: string) => `Where does “${mood}” lie?`,
      moodPlaces: {
        rad: 'very pleasant',
        good: 'pleasant',
        meh: 'in between',
        bad: 'unpleasant',
        awful: 'very unpleasant',
      },
      importPlaced: 'Import the file',
      filePassphrase: (name: string) => `The passphrase of ${name}`,
      openFile: 'Open the file',
      wrongForFile: 'That is not the passphrase of this file. Nothing was imported.',
      notTaken: (n: number, first: readonly string[]): string[] =>
        n === 0
          ? []
          : [
              `${n} could not be read and ${n === 1 ? 'was' : 'were'} left out: ${first.join('; ')}${n > first.length ? '; …' : '.'}`,
            ],
      shortened: (n: number, rows: readonly number[]): string[] =>
        n === 0
          ? []
          : [
              `${n === 1 ? 'One row' : `${n} rows`} had more than an entry can hold, and the end is missing: row ${rows.join(', ')}${n > rows.length ? ', …' : '.'}`,
            ],
      importing: 'Reading …',
      imported: (added: number, known: number) => `${added} added, ${known} were there already.`,
      noJournal: (found: FoundInstead, columns: string): string =>
        ({
          nothing: 'the file is empty',
          picture: 'it is a picture, not a journal',
          archive: 'it is an archive or a workbook; a journal is a .json or .csv file',
          document: 'it is a document, not a journal',
          binary: 'it is not plain text',
          table: `its columns are ${columns}, which are neither this journal’s nor Daylio’s`,
        })[found],
      refused: (name: string, why: string) => `Nothing was imported from ${name}: ${why}.`,
      forget: 'Delete everything',
      forgetSure: 'All entries and settings are removed for good. Export them first if you may want them.',
      forgetWord: 'delete',
      forgetType: (word: string) => `Type “${word}” to confirm`,
      forgetYes: 'Delete for good',
      forgetNo: 'Cancel',
      forgotten: 'Everything was deleted.',
      notForgotten: (why: string) =>
        `Your entries are still here (${why}). Close this page in other tabs and windows, and try again.`,
    },
  },
  trends: {
    title: 'Trends',
    notEnough: (days: number, least: number) =>
      `Not enough yet: ${days} of ${least} days have a check-in. Come back when there is something to see.`,
    notEnoughYet: 'Not enough yet',
    noDifference: 'No difference that is larger than chance',
    numbers: 'The numbers',
    yearQuestion: 'How was the last year?',
    yearSays: (mood: -1 | 0 | 1 | undefined, best: string | undefined): string => {
      const said =
        mood === undefined
          ? 'Good and hard days in turn'
          : `Mostly ${['unpleasant', 'in between', 'pleasant'][mood + 1]}`;
      return best ? `${said}; ${best} was best` : said;
    },
    noEntry: 'no entry',
    yearAnswer: (days: number, entries: number) => `${days} days with a check-in, ${entries} entries`,
    yearGrid: 'A square for each day',
    keyEnds: ['very unpleasant', 'very pleasant'],
    lineQuestion: 'How does it move?',
    span: 'Time shown',
    spans: { day: 'day', week: 'week', month: 'month', year: 'year' },
    dayAnswer: (n: number): string => (n === 0 ? 'No check-in today yet' : `Today: ${n} check-in${n === 1 ? '' : 's'}`),
    time: 'Time',
    periodBefore: 'Before',
    periodAfter: 'Next',
    period: (span: 'week' | 'month' | 'year', first: Date, last: Date): string =>
      span === 'year'
        ? String(first.getUTCFullYear())
        : span === 'month'
          ? dates({ month: 'long', year: 'numeric' }).format(first)
          : dates({ dateStyle: 'medium' }).formatRange(first, last),
    longMonth: (date: Date) => dates({ month: 'long' }).format(date),
    longDate: (date: Date) => dates({ dateStyle: 'medium' }).format(date),
    shortDate: (date: Date) => dates({ day: 'numeric', month: 'short' }).format(date),
    energyQuestion: 'How is your energy?',
    energyAnswer: (mood: -1 | 0 | 1 | undefined, part: string | undefined): string => {
      const said =
        mood === undefined ? 'Sometimes high, sometimes low' : `Mostly ${['low', 'medium', 'high'][mood + 1]}`;
      return part ? `${said}; you have most ${inPart(part)}` : said;
    },
    energyDays: (days: number) => `${days} days of the last 90 on which you told it`,
    energyLevel: (value: number): string => (value === 0 ? 'medium' : value > 0 ? 'high' : 'low'),
    energy: 'Energy',
    wordsQuestion: 'Which words come up most?',
    wordsAnswer: ([first, ...others]: readonly { name: string; times: number }[]): string => {
      const then = others.slice(0, 2).map(({ name }) => `“${name}”`);
      const most = first ? `“${first.name}” most often (${first.times} time${first.times === 1 ? '' : 's'})` : '';
      return then.length > 0 ? `${most}, then ${then.join(' and ')}` : most;
    },
    word: 'Word',
    savePicture: 'Save as a picture',
    habitQuestion: 'How often do you check in?',
    habitAnswer: (lately: number, row: number, longest: number): string =>
      [
        `On ${lately} of the last 30 days`,
        row >= 3 ? `${row} days in a row now` : '',
        longest >= 3 && longest > row ? `${longest} in a row at most so far` : '',
      ]
        .filter(Boolean)
        .join(' · '),
    lineAnswer: (span: 'week' | 'month' | 'year', days: number, change: number | undefined): string => {
      const count = `${days} day${days === 1 ? '' : 's'} with a check-in`;
      if (change === undefined) return count;
      if (Math.abs(change) < 0.05) return `Much like the ${span} before (${count})`;
      return `${change > 0 ? 'More' : 'Less'} pleasant than the ${span} before, by ${number(Math.abs(change), 2)} (${count})`;
    },
    weekdays: 'Do weekdays differ?',
    weekday,
    weekdayShort,
    weekdaySentence: (name: string, isMore: boolean, value: string, margin: string, days: number): string =>
      `${name}s are usually ${isMore ? 'more' : 'less'} pleasant, by ${value} ± ${margin} (${days} ${name}s)`,
    dayParts: 'Do parts of the day differ?',
    dayPart: (hour: number): string =>
      ({ 5: 'morning', 11: 'midday', 14: 'afternoon', 18: 'evening', 22: 'night' })[hour] ?? '',
    dayPartSentence: (name: string, isMore: boolean, value: string, margin: string, days: number): string =>
      `It is usually ${isMore ? 'more' : 'less'} pleasant ${inPart(name)} than in the rest of the day, by ${value} ± ${margin} (${days} days)`,
    tags: 'What goes with better or worse days?',
    tagSentence: (name: string, isMore: boolean, value: string, margin: string, days: number): string =>
      `Days with “${name}” are usually ${isMore ? 'more' : 'less'} pleasant than days without, by ${value} ± ${margin} (${days} days)`,
    cameraQuestion: 'Does the camera see what you say?',
    cameraAnswer: (pairs: number) =>
      `${pairs} check-in${pairs === 1 ? '' : 's'} with a camera check; on the line both agree`,
    yourWord: 'Your word',
    theCamera: 'The camera',
    month: 'Month',
    monthName,
    day: 'Day',
    mean: 'Mean',
    lowest: 'Lowest',
    highest: 'Highest',
    entries: 'Entries',
    days: 'Days',
    difference: 'Difference',
    interval: '95 % interval',
  },
  care: {
    ask: 'How do you feel right now?',
    show: 'Show what might help',
    offers: 'Something for now',
    none: 'Nothing more for today',
    start: 'Start',
    notToday: 'Not today',
    all: 'Everything there is',
    seeAll: (n: number) => `See all ${n}`,
    takes: (minutes: number | undefined): string => (minutes === undefined ? 'as long as you like' : `${minutes} min`),
    writing: 'Write here; it is kept with your entry.',
    before: 'Before',
    afterwards: 'After',
    more: 'Something else for now',
    toJournal: 'Back to your entries',
    neverAgain: 'Don’t suggest this',
    allAgain: (n: number) => `Suggest everything again (${n} hidden)`,
    lifted: (value: string, margin: string, times: number) =>
      `After it you felt ${value} ± ${margin} more pleasant (${times} times, on a scale from −1 to 1).`,
    untried: 'Too few tries yet to say whether it helps you.',
    month: (days: number) => `The last ${days} days`,
    monthLine: (activity: Activity, times: number, lift: { value: number; margin: number } | undefined): string => {
      const name = `${en.care.activities[activity].title} (${times} time${times === 1 ? '' : 's'})`;
      if (!lift) return `${name}: not known yet`;
      const { value, margin } = lift;
      const moved = `${value < 0 ? 'lowered' : 'lifted'} you by ${number(Math.abs(value), 1)} ± ${number(margin, 1)}`;
      return `${name}: ${moved}${Math.abs(value) < margin ? ', so not known yet' : ''}`;
    },
    monthText: 'Pleasantness afterwards minus before, on a scale from −1 to 1, with its 95 % interval.',
    finished: 'I’m done',
    after: 'And how do you feel now?',
    thanks: 'Saved. It’s good to know what helps you.',
    sound: 'Soft tones',
    voice: 'Read the steps aloud',
    passed: 'Time that has passed',
    over: 'That was it. Stay as long as you like.',
    breathIn: 'in',
    breathOut: 'out',
    limits: 'These are small things that many people find pleasant. They replace no treatment.',
    activities: {
      breathing: {
        title: 'Slow breathing',
        what: 'Three minutes, six breaths a minute.',
        steps: [
          'Sit as you like.',
          'Breathe in while the circle grows, out while it shrinks.',
          'Stop whenever it is enough.',
        ],
      },
      meditation: {
        title: 'Five quiet minutes',
        what: 'Sit and notice your breath; nothing else to do.',
        steps: [
          'Sit upright, hands at rest.',
          'Notice each breath where you feel it best.',
          'When thoughts come, let them pass and return.',
        ],
      },
      movement: {
        title: 'Shake it out',
        what: 'Four minutes of moving where you are.',
        steps: [
          'Roll your shoulders ten times, back and forth.',
          'Stretch your arms high, then hang them low.',
          'March in place for a minute.',
          'Shake hands and feet.',
        ],
      },
      walk: {
        title: 'A walk',
        what: 'Ten minutes outside, or along the corridor.',
        steps: ['Leave the screen here.', 'Walk at a pace that feels good.', 'Name five things that you see.'],
      },
      call: {
        title: 'Call someone',
        what: 'A few words with someone you like.',
        steps: ['Think of someone you haven’t heard from for a while.', 'Call or write; two sentences are enough.'],
      },
      gratitude: {
        title: 'Three good things',
        what: 'Three things of today that were good, however small.',
        steps: ['Write down or say one thing that was good.', 'And why it was.', 'Twice more.'],
      },
      windDown: {
        title: 'Wind down',
        what: 'The last half hour before sleep, without a screen.',
        steps: [
          'Dim the light.',
          'Put the screen away after this.',
          'Read, stretch or wash slowly.',
          'Tell tomorrow how it was.',
        ],
      },
    } as Record<Activity, { title: string; what: string; steps: readonly string[] }>,
  },
  personal: {
    title: 'It learns your face',
    about:
      'A face at rest can look sad or stern to a network. Say what your face shows, a few times and also where it was right: readings then follow you, only as far as your own pictures bear it out. Numbers and words are kept with your journal, under its passphrase, never a picture. A profile is chosen by hand; nobody is recognised.',
    me: 'Me',
    whose: 'Whose face is read',
    nobody: 'nobody’s in particular',
    newName: 'New profile',
    add: 'Add',
    notRight: 'Not right?',
    whatIsIt: 'What does the face show?',
    whichTwo: 'Which two does it show?',
    twoWords: 'two words, for a mixture',
    cancel: 'Cancel',
    undo: 'Undo',
    noted: 'Noted.',
    nothingYet: 'Nothing was learned yet.',
    unchanged: (n: number) =>
      `From ${n} ${n === 1 ? 'correction' : 'corrections'} nothing is changed: it would not be right more often.`,
    told: (said: string, from: string) => `“${said}” is now told from “${from}”.`,
    right: (n: number, now: number, before: number) =>
      `On your own pictures right ${now} of ${n} ${n === 1 ? 'time' : 'times'} instead of ${before}.`,
    knows: (name: string) => `knows you · ${name}`,
    compare: 'use what it learned',
    thatIsMe: 'This is my face',
    guided: 'Teach it in a minute',
    skip: 'Skip',
    stop: 'Stop',
    noFace: 'no face in view',
    prompts: [
      'Look as you do when you read something.',
      'Look into the camera and think of nothing.',
      'Count aloud to five, calmly.',
      'Smile as at a friend.',
      'Laugh as at a good joke.',
      'Look as if somebody called your name from behind.',
      'Look as you do when you miss someone.',
      'Look as you do when somebody is unfair.',
    ] as readonly string[],
    forget: 'Forget what you learned of me',
    forgetSure: (name: string) => `All corrections of “${name}” are removed for good, and the profile with them.`,
    forgetYes: 'Forget it',
    obstacles: {
      locked: 'Your journal is locked, and what was learned of you with it. Open it under “Journal”, then try again.',
      readOnly: 'A newer version of this page has written the journal. Reload the page, then try again.',
      failed: 'This browser cannot keep it just now (its storage is full, or forbidden). Nothing was changed.',
    },
  },
  about: {
    title: 'About',
    kept: 'The page is kept on this device and opens without a network, too.',
    licences: 'Whose work is in it, and under which licences',
    train: 'Train a network of your own here, on labelled faces',
    paragraphs: [
      'feeling reads what faces express: angry, disgusted, afraid, happy, sad, surprised, neutral, or a mixture. It does so in this page, on this device. No picture and no number leaves it; the page cannot even reach another server. Only where you share your journal between devices do sealed files go to the place that you chose.',
      'An expression is not a feeling. People smile when they are sad and look stern when they think. Light, angle, age, culture and glasses change what is read, and the faces it learned from were labelled by people who often disagreed: on such photos it agrees with them about two times in three, and where many were asked, about five times in six.',
      'It can learn how your face looks, from what you say of it under “Not right?” and in the settings. Whose face it is you choose yourself: feeling recognises expressions, not people, so that nobody can be found or followed with it. What it keeps of a correction is seven shares, up to 64 rounded numbers from the network’s last layer and your word. Such numbers are no picture and none can be made of them, but with many of them somebody could guess whether two sets are of one face; so they stay in this browser, sealed with your journal, until you let it forget them.',
      'The journal keeps words and numbers, no photos and no voice notes: pictures and voices would tell who somebody is, would show other people who never agreed, and are the first thing that others look for on a device.',
      'It is no medical device and no lie detector. It must not be used to judge people at work or in school; in the European Union that is forbidden.',
    ],
  },
  intro: {
    label: 'Welcome',
    next: 'Next',
    done: 'Begin',
    skip: 'Skip',
    step: (n: number, of: number) => `${n} of ${of}`,
    screens: [
      [
        'It reads expressions',
        'feeling looks at faces through your camera and names what they express, with how sure it is.',
      ],
      [
        'It does not know feelings',
        'An expression is not a feeling. Light, angle, age, culture and glasses change what is read. Trust yourself first.',
      ],
      ['It stays here', 'Everything is read on this device. No picture and no number leaves it.'],
    ] as readonly (readonly [title: string, text: string])[],
  },
};

export type Words = typeof en;
