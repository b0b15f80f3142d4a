/** German. */
import type { FeelingWord } from '../journal/feelingWords';
import type { Words } from './en';
import { begun, dateAt, formatsOf } from './formats';

const { dates, number, list, weekday, weekdayShort, monthName, moment, ago } = formatsOf('de');

const germanWords: Readonly<Record<string, string>> = {
  tense: 'angespannt',
  afraid: 'ängstlich',
  panicky: 'panisch',
  furious: 'außer mir',
  angry: 'wütend',
  stressed: 'gestresst',
  overwhelmed: 'überfordert',
  frustrated: 'frustriert',
  annoyed: 'genervt',
  jealous: 'eifersüchtig',
  disgusted: 'angewidert',
  worried: 'besorgt',
  nervous: 'nervös',
  impatient: 'ungeduldig',
  insecure: 'verunsichert',
  ashamed: 'beschämt',
  guilty: 'schuldig',
  embarrassed: 'verlegen',
  hurt: 'verletzt',
  sad: 'traurig',
  grieving: 'in Trauer',
  lonely: 'einsam',
  disappointed: 'enttäuscht',
  hopeless: 'hoffnungslos',
  down: 'niedergeschlagen',
  empty: 'leer',
  numb: 'taub',
  homesick: 'voll Heimweh',
  discouraged: 'entmutigt',
  exhausted: 'erschöpft',
  sluggish: 'träge',
  bored: 'gelangweilt',
  tired: 'müde',
  distant: 'distanziert',
  confused: 'verwirrt',
  restless: 'unruhig',
  torn: 'hin- und hergerissen',
  shocked: 'erschrocken',
  surprised: 'überrascht',
  alert: 'wach',
  curious: 'neugierig',
  focused: 'konzentriert',
  excited: 'begeistert',
  elated: 'überglücklich',
  inspired: 'inspiriert',
  energetic: 'voller Energie',
  confident: 'selbstsicher',
  proud: 'stolz',
  playful: 'ausgelassen',
  happy: 'fröhlich',
  'in love': 'verliebt',
  joyful: 'voll Freude',
  amused: 'vergnügt',
  hopeful: 'zuversichtlich',
  interested: 'interessiert',
  grateful: 'dankbar',
  touched: 'gerührt',
  loved: 'geliebt',
  connected: 'verbunden',
  relieved: 'erleichtert',
  content: 'zufrieden',
  safe: 'geborgen',
  balanced: 'ausgeglichen',
  calm: 'ruhig',
  peaceful: 'friedlich',
  relaxed: 'entspannt',
  dreamy: 'verträumt',
  sleepy: 'schläfrig',
  thoughtful: 'nachdenklich',
  fine: 'ganz gut',
} satisfies Record<FeelingWord, string>;
const germanTags: Readonly<Record<string, string>> = {
  sleep: 'Schlaf',
  people: 'Menschen',
  work: 'Arbeit',
  movement: 'Bewegung',
  food: 'Essen',
  family: 'Familie',
  study: 'Lernen',
  nature: 'Natur',
  home: 'Zuhause',
  hobby: 'Hobby',
  health: 'Gesundheit',
  travel: 'Unterwegs',
};
const entryCount = (n: number) => (n === 0 ? 'kein Eintrag' : n === 1 ? '1 Eintrag' : `${n} Einträge`);
/** "am Morgen" */
const inPart = (part: string) => (part === 'Nacht' ? 'in der Nacht' : `am ${part}`);

export const de: Words = {
  direction: 'ltr',
  list,
  number,
  emotions: {
    angry: 'wütend',
    disgust: 'angeekelt',
    fear: 'ängstlich',
    happy: 'fröhlich',
    sad: 'traurig',
    surprise: 'überrascht',
    neutral: 'neutral',
  },
  scales: {
    angry: 'Wut',
    disgust: 'Ekel',
    fear: 'Angst',
    happy: 'Freude',
    sad: 'Trauer',
    surprise: 'Überraschung',
    neutral: 'neutral',
  },
  mostly: (word) => `vor allem ${word}`,
  aLittle: (words) => `etwas ${words}`,
  notSure: 'unsicher',
  tooLong: (over, most) => `${over} Zeichen zu lang: ${most} passen hinein.`,
  cameraOn: 'Kamera an',
  onDevice: 'nur auf diesem Gerät',
  limits:
    'Ein Ausdruck ist kein Gefühl. Licht, Blickwinkel, Alter, Kultur und Brille ändern, was gelesen wird. Dies ist kein Medizinprodukt.',
  nav: {
    label: 'Ansichten',
    live: 'Live',
    journal: 'Tagebuch',
    trends: 'Verlauf',
    care: 'Für dich',
    files: 'Dateien',
    about: 'Info',
    train: 'Trainieren',
  },
  settings: {
    title: 'Einstellungen',
    open: 'Einstellungen',
    close: 'Schließen',
    camera: 'Kamera',
    anyCamera: 'Standard',
    resolution: 'Bildgröße',
    mirrored: 'Gespiegelt, wie im Spiegel',
    smoothing: 'Glättung',
    smoothingText: 'Länger ist ruhiger, kürzer folgt schneller.',
    finder: 'Gesichtssuche',
    finders: {
      blazeface: 'BlazeFace, nah vor der Kamera',
      auto: 'BlazeFace, im ganzen Raum',
      mtcnn: 'MTCNN',
    },
    mtcnnMissing: 'MTCNN ist wählbar nach „feeling models pull mtcnn“.',
    network: 'Netz',
    packaged: 'compact, das zu feeling gehört',
    ownNetwork: 'Ein anderes Netz (.onnx)',
    packagedAgain: 'Zurück zu compact',
    badNetwork: (why) => `Diese Datei ist nicht zu gebrauchen; compact macht weiter. (${why})`,
    otherNetwork: {
      title: (file) => `Zu ${file}`,
      question: (file) =>
        `${file} verrät nicht, was es ausgibt. Das sagt dir, wer es gemacht hat; bis dahin macht compact weiter.`,
      labels: 'Emotionen in der Reihenfolge der Ausgaben',
      labelsText:
        'Auf Englisch, durch Kommas getrennt. Einen anderen Namen schreibst du als „Wut=angry“; „-“ ist eine Ausgabe, die keine Emotion ist. Verachtung (contempt) zählt als neutral.',
      scale: 'Bildpunkte gehen hinein als',
      scales: {
        '0..255': '0 bis 255',
        '0..1': '0 bis 1',
        '-1..1': '−1 bis 1',
        imagenet: 'Mittelwert und Streuung von ImageNet',
      },
      order: 'Farben, falls es welche sieht',
      size: 'Bildpunkte je Seite, falls die Datei es nicht sagt',
      use: 'Verwenden',
      fault: ({ what, got, right }) =>
        ({
          outputs: `${got} Namen, aber das Netz gibt ${right} Zahlen. Nenne jeden Ausgang in seiner Reihenfolge, „-“ für einen, der keine Emotion ist.`,
          label: `Was bedeutet „${got}“? Schreib es als „${got || 'Name'}=happy“, mit angry, disgust, fear, happy, sad, surprise, neutral oder contempt.`,
          twice: `Zwei Namen bedeuten „${got}“; jede Emotion darf einmal dastehen.`,
          few: 'Mindestens zwei Namen müssen Emotionen sein.',
          size: 'Die Datei sagt nicht, wie groß ihre Bilder sind. Gib unten die Pixel je Seite an.',
          otherSize: `Ihre Bilder haben ${right} Pixel je Seite, nicht ${got}.`,
          input: `Es liest Gesichter nicht so, wie diese Seite sie geben kann: ein quadratisches Bild, grau oder farbig (sein Eingang: ${got}).`,
          noOnnx: 'Das ist keine ONNX-Datei.',
          elsewhere: `Ihre Zahlen liegen in ${got}, und eine Seite liest eine Datei. „feeling export“ macht eine aus beiden.`,
        })[what],
    },
    backend: 'Läuft auf',
    measured: (few: [cpu: string, card: string], many: [cpu: string, card: string]) =>
      `Auf diesem Gerät gemessen: Ein Gesicht braucht auf dem Prozessor ${few[0]} ms und auf der Grafikkarte ${few[1]} ms, fünf brauchen ${many[0]} und ${many[1]} ms. Jedes wird dort gelesen, wo es schneller geht.`,
    backends: {
      auto: 'Automatisch',
      webgpu: 'Grafikkarte (WebGPU)',
      cpu: 'Prozessor (WebAssembly)',
    },
    passiveLook: 'Automatische Kamera-Checks, alle fünf Minuten',
    passiveLookText:
      'Für 15 Sekunden, nur solange diese Seite offen und zu sehen ist, und sichtbar, während sie es tut. Das Tagebuch bekommt die Zahlen, nie ein Bild.',
    reminders: {
      title: 'Erinnerungen',
      add: 'Erinnerung hinzufügen',
      one: (n) => `Erinnerung ${n}`,
      time: 'An einen Eintrag erinnern um',
      remove: 'Entfernen',
      text: 'Eine Mitteilung dieses Geräts, solange diese Seite irgendwo offen ist, an Tagen ohne Eintrag.',
      noDay: 'Kommt nicht: Kein Tag ist gewählt.',
      refused: 'Dein Browser hat Mitteilungen abgelehnt. In der Adresszeile lassen sie sich erlauben.',
    },
    lookBack: 'Rückblick auf die Woche am',
    lookBackNever: 'Nie',
    dayBegins: 'Ein Tag beginnt um',
    dayBeginsText: 'Was du davor schreibst, gehört zum Abend davor: im Tagebuch, im Verlauf und bei Erinnerungen.',
    theme: 'Farben',
    themes: { auto: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
    language: 'Sprache',
    likeBrowser: 'Wie das System',
    forgetful:
      'Dieser Browser behält keine Einstellungen (sein Speicher ist voll oder gesperrt). Sie gelten, bis die Seite geschlossen wird.',
  },
  live: {
    video: 'Deine Kamera',
    readings: 'Messwerte',
    facesCount: (n) => (n === 0 ? 'Kein Gesicht' : `${n} Gesicht${n === 1 ? '' : 'er'}`),
    noReading: 'Noch nichts zu lesen',
    face: (id) => `Gesicht ${id}`,
    choose: (id) => `Gesicht ${id} ganz zeigen`,
    youLook: (words) => `Du siehst ${words} aus`,
    faceLooks: (id, words) => `Gesicht ${id} sieht ${words} aus`,
    lastMinute: (words) => (words === undefined ? 'Die letzte Minute' : `Die letzte Minute: ${words}`),
    mixed: 'gemischt',
    valence: 'unangenehm ↔ angenehm',
    valenceIs: (value) => (Math.abs(value) < 0.1 ? 'dazwischen' : value > 0 ? 'eher angenehm' : 'eher unangenehm'),
    howSure: 'wie sicher',
    sureness: (p) => (p >= 0.7 ? 'recht sicher' : p >= 0.5 ? 'wahrscheinlich' : p >= 0.35 ? 'geraten' : 'unsicher'),
    threshold: 'Schwelle',
    thresholdText:
      'Ein Ausdruck wird genannt, wenn sein Anteil so groß ist; ist es keiner, heißt die Antwort „unsicher“.',
    figures: (fps, ms, engine) => `${fps} Bilder/s · ${ms} ms · ${engine}`,
    threads: (n) => `WebAssembly, ${n} Thread${n === 1 ? '' : 's'}`,
    pause: 'Anhalten',
    resume: 'Fortsetzen',
    paused: 'Angehalten. Die Kamera ist aus.',
    fullScreen: 'Vollbild',
    leaveFullScreen: 'Vollbild beenden',
    smallWindow: 'Kleines Fenster',
    turnOn: 'Kamera einschalten',
    readPhoto: 'Ein Foto lesen',
    sample: 'Ein gezeichnetes Gesicht',
    summary: (seconds, shares) => {
      const minutes = Math.floor(seconds / 60);
      return `Dein Gesicht war ${minutes > 0 ? `${minutes} min ` : ''}${seconds % 60} s zu sehen: ${shares}.`;
    },
    snapshot: 'Schnappschuss',
    snapshotText: 'Wird auf diesem Gerät gespeichert, nur wenn du es verlangst.',
    blurFaces: 'Gesichter darin unkenntlich machen',
    blurring: {
      title: 'Schnappschuss mit unkenntlichen Gesichtern',
      looking: 'Gesichter werden gesucht …',
      found: (n) =>
        n === 0
          ? 'Es wurde kein Gesicht gefunden. Tippe darauf, wenn eines da ist.'
          : `${n === 1 ? 'Ein Gesicht ist' : `${n} Gesichter sind`} unkenntlich. Tippe auf jede Stelle, die es noch werden soll.`,
      failed: 'Die Suche nach Gesichtern ist gescheitert. Tippe vor dem Speichern auf jedes, das noch zu erkennen ist.',
      hideMore: 'Noch eine Stelle unkenntlich machen: antippen, oder mit den Pfeiltasten hingehen und Enter drücken',
      save: 'Speichern',
      undo: 'Rückgängig',
      cancel: 'Abbrechen',
    },
    record: 'Daten aufzeichnen',
    stopRecording: (seconds) => `Aufzeichnung beenden (${seconds} s)`,
    game: {
      title: 'Zeig mir alle sieben',
      step: (n, of) => `${n} von ${of}`,
      make: (emotion) => `Sieh ${emotion} aus`,
      hint: {
        angry: 'Brauen nach unten und zusammen, Lippen aufeinander.',
        disgust: 'Rümpfe die Nase, zieh die Oberlippe hoch.',
        fear: 'Brauen hoch und zusammen, Augen weit, Mund etwas offen.',
        happy: 'Lächle, bis die Augen mitlächeln.',
        sad: 'Innere Brauen hoch, Mundwinkel nach unten.',
        surprise: 'Brauen hoch, Mund auf.',
        neutral: 'Lass dein Gesicht ruhen.',
      },
      leaveOut: 'Auslassen',
      done: (n) => (n === 7 ? 'Alle sieben' : `${n} von 7`),
      save: 'Als Bild speichern',
      again: 'Noch einmal',
      close: 'Schließen',
      notKept: 'Diese Bilder sind weg, wenn du das hier schließt, außer du speicherst sie.',
    },
    recorded: (clock, rows) => `${clock}: ${rows} Zeilen Zahlen, keine Bilder:`,
    discardRecording: (clock) => `Aufzeichnung von ${clock} verwerfen`,
    why: 'Warum?',
    whyText: (emotion, where) =>
      `Für „${emotion}“ spricht vor allem, was ${where} ist: verdeckt man die hellen Stellen, wird es schwächer.`,
    whyNothing: (emotion) => `Keine einzelne Stelle spricht für „${emotion}“; es ist das ganze Gesicht.`,
    whyGone: 'Das Bild dieses Gesichts ist nicht mehr da. Frag noch einmal, solange das Gesicht zu sehen ist.',
    whyWait: 'Wird angesehen …',
    places: { brow: 'um die Brauen', eyes: 'um die Augen', middle: 'um Nase und Wangen', mouth: 'um den Mund' },
    hindrances: {
      far: ['zu weit weg', 'Komm näher, oder wähle ein größeres Bild.'],
      dark: ['zu dunkel', 'Mehr Licht von vorn hilft.'],
      bright: ['zu hell', 'Weniger Licht auf dem Gesicht hilft.'],
      turned: ['abgewandt', 'Sieh zur Kamera.'],
      blurred: ['unscharf', 'Halte still, oder putze die Linse.'],
      covered: ['teils verdeckt', 'Zeig das ganze Gesicht.'],
    },
    fellBack: 'Die Grafikkarte hat aufgehört; der Prozessor macht weiter.',
    restarted: 'Das Lesen stockte und wurde neu begonnen.',
  },
  notices: {
    starting: ['Gleich so weit', 'Die Netze werden geladen. Beim ersten Mal dauert das einen Moment.'],
    welcome: [
      'Was zeigt dein Gesicht?',
      'Mit der Kamera liest diese Seite deinen Ausdruck, während du zusiehst. Die Bilder werden in dieser Seite gelesen und gehen nirgendwohin.',
    ],
    asking: [
      'Darf diese Seite die Kamera benutzen?',
      'Dein Browser fragt. Die Bilder werden in dieser Seite gelesen und gehen nirgendwohin.',
    ],
    denied: [
      'Die Kamera ist gesperrt',
      'Du oder dein Browser hat nein gesagt. Nichts wurde aufgenommen. Erlaube die Kamera in der Adresszeile, dann versuche es noch einmal.',
    ],
    unplugged: ['Die Kamera wurde abgezogen', 'Stecke sie ein, oder eine andere; sie wird gleich benutzt.'],
    noCamera: [
      'Keine Kamera gefunden',
      'Schließe eine an, oder schalte die dieses Geräts ein; sie wird gleich benutzt.',
    ],
    noFace: ['Noch kein Gesicht', 'Komm etwas näher, oder mach vor dir ein Licht an.'],
    inUse: [
      'Die Kamera ist besetzt',
      'Ein anderes Programm scheint sie zu benutzen. Schließe es; diese Seite versucht es von selbst wieder.',
    ],
    insecure: [
      'Diese Adresse bekommt keine Kamera',
      'Browser geben eine Kamera nur Seiten auf diesem Rechner oder über https. Fotos und Videos können trotzdem gelesen werden.',
    ],
    engine: ['Das Lesen hat aufgehört', 'Die Netze konnten nicht weiter. Nichts ging verloren.'],
    failed: ['Die Kamera ist nicht angegangen', ''],
    tooOld: ['Dieser Browser ist zu alt', ''],
  },
  missing: (parts) => `Ihm fehlt ${parts}. Ein aktueller Chrome, Edge, Firefox oder Safari hat es.`,
  notLoaded:
    'Dieser Teil der Seite konnte nicht geladen werden. Deine Einträge sind sicher. Verbinde dich einmal, dann versuch es wieder.',
  update: { ready: 'Eine neue Version ist da. Was offen ist, geht weiter, bis du sie nimmst.', take: 'Neu laden' },
  tryAgain: 'Noch einmal',
  lookAgain: 'Noch einmal suchen',
  startAgain: 'Neu beginnen',
  files: {
    title: 'Fotos und Videos',
    drop: 'Lege Fotos oder Videos hier ab, oder füge ein Bild ein.',
    choose: 'Dateien wählen',
    sampleName: 'gezeichnetes Gesicht',
    private: 'Sie werden in dieser Seite gelesen und gehen nirgendwohin.',
    pages: (count) => `${count} Seiten, gelesen als eine pro Sekunde`,
    endsAt: (seconds) =>
      `Die Datei ist nach ${number(seconds, 1)} s beschädigt oder abgeschnitten; was davor liegt, wurde gelesen.`,
    unreadable: (name) => `${name} kann dieser Browser nicht lesen.`,
    empty: (name) => `${name} ist leer.`,
    noPicture: (name) => `${name} ist weder ein Foto noch ein Video.`,
    needsHeif: (name) =>
      `${name} ist ein HEIC-Foto, und der Teil, der es liest, ist nicht installiert. „npm install libheif-js“ neben feeling fügt ihn hinzu.`,
    noFace: 'Kein Gesicht gefunden.',
    readingPhoto: 'Das Foto wird gelesen …',
    waiting: 'Wartet, bis es an der Reihe ist …',
    reading: (percent) => `Wird gelesen … ${percent} %`,
    timeline: (words) => `Im Verlauf: ${words}`,
    scrub: 'Stelle im Video',
    remove: (name) => `${name} entfernen`,
    looks: (words) => `sieht ${words} aus`,
    save: 'Daten speichern',
  },
  journal: {
    checkIn: 'Eintrag',
    question: 'Wie fühlst du dich?',
    moments: { now: 'Jetzt', earlier: 'Heute', yesterday: 'Gestern', day: 'Ein Tag' },
    clock: 'Uhrzeit',
    dayAndClock: 'Tag und Uhrzeit',
    countsFor: (date) => `Das zählt zu ${dates({ dateStyle: 'full' }).format(new Date(date))}.`,
    notYet: 'Das ist später als jetzt. Wähle eine Zeit, die schon vorbei ist.',
    tapPlane: 'Tippe oder zieh an die Stelle, die passt.',
    place: (valence, energy, word) => `${valence}, ${energy}: nahe bei „${word}“`,
    saved: 'Gespeichert.',
    find: {
      search: 'Notizen, Wörter, Stichworte suchen',
      tag: 'Stichwort',
      anyTag: 'Alle Stichworte',
      word: 'Gefühlswort',
      anyWord: 'Alle Wörter',
      found: (n, day) => `${begun(entryCount(n))}${day ? ` · ${day}` : ''}`,
      all: 'Alle zeigen',
    },
    calendar: {
      title: 'Kalender',
      earlier: 'Monat davor',
      later: 'Nächster Monat',
      month: (day) => dates({ month: 'long', year: 'numeric' }).format(dateAt(day)),
      day: (day, n, mood) =>
        `${dates({ dateStyle: 'full' }).format(dateAt(day))}: ${entryCount(n)}${mood ? `, ${mood}` : ''}`,
      help: 'Tippe auf einen Tag, um seine Einträge zu sehen, oder auf einen leeren, um etwas nachzutragen.',
    },
    lookBack: {
      title: 'Deine Woche',
      sentence: (mood, days, change) => {
        const said = `Die letzten sieben Tage waren insgesamt ${mood} (${days} Tage mit Einträgen)`;
        if (change === undefined) return `${said}.`;
        if (Math.abs(change) < 0.05) return `${said}, fast wie die Woche davor.`;
        return `${said}, ${change > 0 ? 'angenehmer' : 'unangenehmer'} als die Woche davor, um ${number(Math.abs(change), 2)}.`;
      },
      words: (found) => `Oft gesagt: ${found.join(', ')}.`,
      tags: (found) => `Oft dabei: ${found.join(', ')}.`,
      best: (day) => `Deinen besten Tag zeigen, ${day}`,
      done: 'Weglegen',
    },
    axes: { valence: 'Unangenehm bis angenehm', energy: 'Wenig bis viel Energie' },
    axisValue: (axis, value) => {
      const strength = Math.abs(value) < 0.15 ? '' : Math.abs(value) < 0.6 ? 'eher ' : 'sehr ';
      if (!strength) return axis === 'valence' ? 'weder noch' : 'mittlere Energie';
      if (axis === 'valence') return strength + (value > 0 ? 'angenehm' : 'unangenehm');
      return `${strength}${value > 0 ? 'viel' : 'wenig'} Energie`;
    },
    ends: { high: 'viel Energie', low: 'wenig Energie', pleasant: 'angenehm', unpleasant: 'unangenehm' },
    wordsLabel: 'Welche Wörter passen?',
    word: (word) => germanWords[word] ?? word,
    tagsLabel: 'Was ist los?',
    tag: (tag) => germanTags[tag] ?? tag,
    ownTag: 'Etwas anderes',
    addTag: 'Hinzufügen',
    tags: {
      edit: 'Stichworte ordnen',
      title: 'Deine Stichworte',
      text: 'Gruppen halten Stichworte im Eintrag zusammen.',
      groups: 'Gruppen',
      newGroup: 'Eine neue Gruppe',
      name: (group) => `Name der Gruppe „${group}“`,
      remove: (group) => `Gruppe „${group}“ entfernen`,
      removed: (group) => `„${group}“ wurde entfernt. Die Stichworte bleiben.`,
      none: 'Keine Gruppe',
    },
    note: 'Notiz',
    look: 'Kamera-Check (15 Sekunden)',
    lookText: 'Sie behält nur Zahlen, nie ein Bild. Was zählt, ist dein eigenes Wort.',
    done: 'Fertig',
    storage: {
      full: 'auf diesem Gerät ist kein Platz mehr; schaff zuerst etwas Platz',
      unusable: 'der Browser kommt gerade nicht an seinen Speicher; vielleicht ist das Gerät voll',
      forbidden: 'der Browser erlaubt hier keinen Speicher, wie in vielen privaten Fenstern',
      locked: 'das Tagebuch ist verschlossen',
      newer: 'eine neuere Version dieser Seite hat das Tagebuch geschrieben; lade die Seite neu',
      changed: 'ein anderer Tab hat das Tagebuch inzwischen geändert',
    },
    notSaved: (why) =>
      `Das konnte nicht aufbewahrt werden (${why}). Deine Eingabe steht noch hier; versuch es bitte noch einmal.`,
    notKept: (why) => `Das hat nicht geklappt (${why}). Es hat sich nichts geändert; versuch es bitte noch einmal.`,
    looking: 'Die Kamera ist an',
    secondsLeft: (n) => `noch ${n} Sekunden`,
    noLook: 'Kamera-Check überspringen',
    lookPaused: 'Die Kamera ist angehalten',
    lookPausedText: 'Sie kann nur für diesen Eintrag schauen und bleibt danach angehalten.',
    lookNow: 'Jetzt schauen',
    valenceIs: (value) =>
      Math.abs(value) < 0.15
        ? 'dazwischen'
        : (Math.abs(value) < 0.6 ? 'eher ' : 'sehr ') + (value > 0 ? 'angenehm' : 'unangenehm'),
    level: (value) => (value === 0 ? 'dazwischen' : value > 0 ? 'angenehm' : 'unangenehm'),
    after: (activity) => `Danach: ${activity}`,
    lookOnly: 'Kamera-Check',
    looks: (n) => `${n} ${n === 1 ? 'automatischer Kamera-Check' : 'automatische Kamera-Checks'}`,
    passiveLooking: 'Automatischer Kamera-Check',
    change: (clock) => `Eintrag von ${clock} ändern`,
    changing: 'Diesen Eintrag ändern',
    removedElsewhere: 'Dieser Eintrag wurde anderswo entfernt. Fertig holt ihn zurück, mit dem, was du geändert hast.',
    when: 'Wann',
    cancel: 'Abbrechen',
    reminder: { title: 'Wie fühlst du dich?', text: 'Ein Eintrag dauert zehn Sekunden, wenn du magst.' },
    seen: (words, unsure) =>
      unsure > 0.5 ? 'Die Kamera war unsicher, was sie sah.' : `Für die Kamera sahst du ${words} aus.`,
    apart: (apart, both) =>
      `In ${apart} von ${both} Einträgen sah die Kamera etwas anderes, als du sagtest. Hier zählt dein eigenes Wort.`,
    remove: (clock) => `Eintrag von ${clock} entfernen`,
    removed: 'Der Eintrag wurde entfernt.',
    undo: 'Zurückholen',
    earlier: 'Frühere Tage',
    empty: 'Noch nichts da. Tippe oben auf die Stelle, die zu deinem Gefühl passt.',
    failed: (why) =>
      `Das Tagebuch lässt sich gerade nicht öffnen (${why}). Was schon aufbewahrt war, bleibt, wie es ist. Live und Dateien gehen trotzdem.`,
    day: (ago, date) =>
      ago === 0 ? 'Heute' : ago === -1 ? 'Gestern' : dates({ dateStyle: 'full' }).format(new Date(date)),
    alarm: {
      label: 'Deine Tage sind schlechter geworden',
      sentence: (days, isOver) => {
        if (isOver)
          return `Zuletzt lagen ${days} Tage tiefer als deine üblichen Tage. Die neuesten sind wieder wie üblich.`;
        if (days === 1) return 'Dein letzter Tag lag viel tiefer als deine üblichen Tage.';
        return `Deine letzten ${days} Tage lagen tiefer als deine üblichen Tage.`;
      },
      picture: (days) => `Deine letzten ${days} Tage mit Einträgen über dem Band, das für dich üblich ist`,
      explanation: (real) =>
        `Jeder Punkt ist ein Tag; das Band ist, was für dich üblich ist, die Linie zeigt deine letzten sechs Wochen, die gestrichelte die letzten zwei. Von zehn solchen Hinweisen stimmen in unseren Simulationen etwa ${real}. Das ist keine Diagnose, und es kann falsch sein.`,
      help: 'Vielleicht hilft jetzt etwas Kleines.',
      care: 'Sieh, was dir geholfen hat',
      later: 'Nicht jetzt',
      wrong: 'Das stimmt nicht',
    },
    rise: {
      label: 'Deine Tage sind höher geworden',
      sentence: (days, isOver) => {
        if (isOver)
          return `Zuletzt lagen ${days} Tage höher als deine üblichen Tage. Die neuesten sind wieder wie üblich.`;
        if (days === 1) return 'Dein letzter Tag lag viel höher als deine üblichen Tage.';
        return `Deine letzten ${days} Tage lagen höher als deine üblichen Tage.`;
      },
      explanation:
        'Jeder Punkt ist ein Tag; das Band ist, was für dich üblich ist. Meist sind hohe Tage einfach gute Tage. Das ist keine Diagnose, und es kann falsch sein.',
      help: 'Wenn hohe Phasen dich schon einmal erschöpft haben, helfen vielleicht regelmäßiger Schlaf, ruhige Abende und jemand, dem du vertraust.',
      watch: 'Auch auf ungewöhnlich hohe Tage hinweisen',
    },
    lowSpell: {
      label: 'Zwei Wochen',
      sentence:
        'Seit zwei Wochen sagst du, dass es sehr schwer ist. Mit jemandem zu sprechen, dem du vertraust, oder mit einer Ärztin oder einem Arzt, kann helfen.',
      lines: 'Wen du anrufen kannst',
      linesEdited: 'Je eine Zeile, mit einer Nummer oder einer Webadresse',
      editLines: 'Liste bearbeiten',
      usualLines:
        'Deutschland: 0800 1110111 (TelefonSeelsorge)\nÖsterreich: 142 (Telefonseelsorge)\nSchweiz: 143 (Die Dargebotene Hand)',
    },
    unreadable: (n) =>
      n === 1
        ? '1 Eintrag lässt sich nicht öffnen; er bleibt aufbewahrt. Die anderen sind alle da.'
        : `${n} Einträge lassen sich nicht öffnen; sie bleiben aufbewahrt. Die anderen sind alle da.`,
    newer:
      'Eine neuere Version dieser Seite hat dieses Tagebuch geschrieben. Hier kannst du es lesen und exportieren, aber nicht ändern.',
    replaced:
      'Eine neuere Version dieser Seite ist in einem anderen Tab offen. Deine Einträge sind sicher. Lade diesen Tab neu, um weiterzumachen.',
    reload: 'Diesen Tab neu laden',
    backup: {
      none: 'Dein Tagebuch wurde seit einem Monat nicht gesichert.',
      export: 'Jetzt exportieren',
      later: 'Nicht jetzt',
      choose: 'In einen Ordner sichern',
      text: 'Nach jedem Tag mit Einträgen wird dort eine Kopie abgelegt, verschlüsselt, wenn dein Tagebuch es ist.',
      into: (folder) => `Nach jedem Tag mit Einträgen geht eine Kopie in den Ordner „${folder}“.`,
      stop: 'Nicht mehr sichern',
      needsPermission: (folder) => `Die Sicherung in „${folder}“ wartet auf deine Erlaubnis.`,
      allow: 'Erlauben',
      failed: (why) => `Die letzte Sicherung konnte nicht geschrieben werden (${why}). Deine Einträge sind sicher.`,
    },
    devices: {
      title: 'Deine Geräte',
      text: 'Dasselbe Tagebuch auf Handy und Laptop: Jedes Gerät legt eine verschlüsselte Datei dort ab, wo die anderen sie finden, und übernimmt, was sie geändert haben. Ohne dein Passwort kann niemand diese Dateien lesen.',
      folderText:
        'Wähle einen Ordner, den alle haben, zum Beispiel einen von Nextcloud, Syncthing, iCloud Drive oder Dropbox.',
      noFolder: 'Dieser Browser kann nicht in Ordner schreiben. Chrome und Edge können es.',
      chooseFolder: 'Über einen Ordner abgleichen',
      deviceName: 'So heißt dieses Gerät',
      thisDevice: (isPhone) => (isPhone ? 'Handy' : 'Laptop'),
      others: 'Darin liegt schon ein Tagebuch. Gib das Passwort ein, das du auf dem anderen Gerät benutzt.',
      othersAndSeal:
        'Darin liegt schon ein Tagebuch. Gib das Passwort ein, das du auf dem anderen Gerät benutzt; es sperrt dann auch dieses Tagebuch.',
      own: 'Gib das Passwort deines Tagebuchs ein; auf deinen anderen Geräten gibst du es einmal ein.',
      newPassphrase:
        'Zum Abgleichen braucht es ein Passwort. Es sperrt dein Tagebuch auf diesem Gerät, und auf deinen anderen Geräten gibst du es einmal ein. Wenn du es vergisst, kann dir niemand helfen.',
      passphrase: 'Passwort des Tagebuchs',
      begin: 'Abgleich beginnen',
      cancel: 'Abbrechen',
      on: (folder) => `Deine Geräte teilen dieses Tagebuch über den Ordner „${folder}“.`,
      onServer: (address) => `Deine Geräte teilen dieses Tagebuch über ${address}.`,
      server: 'Über einen Server abgleichen (WebDAV, Nextcloud)',
      serverText:
        'Nur verschlüsselte Dateien gehen an die Adresse, die du eingibst, und nirgends sonst hin. Nimm ein App-Passwort, nicht das deines Kontos; es wird verschlüsselt aufbewahrt und nie wieder gezeigt.',
      address: 'Adresse eines Ordners',
      badAddress: 'Die Adresse muss mit https:// beginnen (oder auf diesem Computer liegen), ohne Benutzer darin.',
      user: 'Benutzer',
      appPassword: 'App-Passwort',
      askServer: 'Weiter',
      never: 'Noch nicht abgeglichen.',
      last: (when, devices) =>
        devices.length === 0
          ? `Zuletzt abgeglichen: ${when}; noch kein anderes Gerät.`
          : `Zuletzt abgeglichen: ${when} mit ${devices.join(', ')}.`,
      ago: (minutes) => (minutes < 1 ? 'gerade eben' : ago(minutes)),
      busy: 'Wird abgeglichen …',
      now: 'Jetzt abgleichen',
      stop: 'Nicht mehr abgleichen',
      stopText: 'Dieses Gerät behält sein Tagebuch, und deine anderen Geräte behalten ihres.',
      removeFile: 'Auch die Datei dieses Geräts dort entfernen',
      needsPassphrase: 'Ohne Passwort gleichen sich deine Geräte nicht mehr ab.',
      forget: 'Nur dieses Gerät vergisst. Deine anderen Geräte behalten ihr Tagebuch, bis du es dort löschst.',
      allow: 'Erlauben',
      problem: (kind, why) => {
        const later = 'Was du schreibst, bleibt hier und wird später abgeglichen.';
        const again = 'Nichts ist verloren; es wird wieder versucht.';
        const problems: Record<typeof kind, readonly [string, string]> = {
          permission: ['Der Browser braucht noch einmal deine Erlaubnis für den Ordner.', 'Nichts ist verloren.'],
          missing: ['Den Ordner gibt es nicht.', 'Nichts ist verloren. Beende den Abgleich und wähle ihn neu.'],
          offline: ['Du bist offline.', later],
          unreachable: [`${why} antwortet nicht oder lässt diese Seite nicht zu (CORS).`, later],
          blocked: [
            `Diese Seite darf nur ihre eigene Adresse erreichen. Starte sie mit „feeling live --sync-with ${why}“ und lade sie neu, sobald sie eine neue Version meldet.`,
            '',
          ],
          refused: ['Der Server nimmt Namen oder Passwort nicht an.', 'Beende den Abgleich und richte ihn neu ein.'],
          noWebdav: [
            'Was unter dieser Adresse antwortet, ist kein WebDAV-Ordner, vielleicht eine Anmeldeseite.',
            again,
          ],
          full: ['Wo die Dateien liegen, ist kein Platz mehr.', again],
          failed: [`Es hat nicht geklappt (${why}).`, again],
        };
        return problems[kind];
      },
      noneWhole: (files) =>
        `Noch nicht ganz da oder beschädigt: ${files.join(', ')}. Versuch es wieder, sobald die Datei ganz ist, oder entferne sie dort.`,
      damaged: (files) =>
        `Noch nicht ganz da oder beschädigt: ${files.join(', ')}. Was vorher darin stand, ist hier; sobald die Datei ganz ist, wird sie wieder gelesen.`,
      newer: (files) =>
        `Von einer neueren Version dieser Seite geschrieben: ${files.join(', ')}. Aktualisiere diese, um sie zu lesen.`,
      locked: (files) =>
        `Mit einem anderen Passwort verschlüsselt: ${files.join(', ')}. Gib das Passwort jenes Geräts ein.`,
      openOthers: 'Öffnen',
      ahead: (devices) => `Die Uhr von ${devices.join(', ')} geht vor. Bitte stell sie richtig.`,
    },
    lock: {
      passphrase: 'Passwort',
      isLocked: 'Dein Tagebuch ist verschlossen',
      isWrong: 'Das ist nicht das Passwort. Deine Einträge sind sicher.',
      damaged:
        'Das Schloss dieses Tagebuchs ist beschädigt, und kein Passwort öffnet es mehr. Nichts wurde entfernt: Du kannst das verschlüsselte Tagebuch exportieren oder neu beginnen.',
      open: 'Öffnen',
      set: 'Ein Passwort, acht Zeichen oder mehr',
      again: 'Noch einmal dasselbe Passwort',
      differ: 'Die beiden Passwörter sind nicht gleich. Gib zweimal dasselbe ein.',
      show: 'Passwort zeigen',
      hide: 'Passwort verbergen',
      setNow: 'Tagebuch verschließen',
      tooShort: (least) => `Mindestens ${least} Zeichen sind nötig.`,
      lockNow: 'Jetzt verschließen',
      lockHere: 'Tagebuch abschließen',
      openThere: 'Im Tagebuch öffnen',
      remove: 'Passwort entfernen',
      change: 'Passwort ändern',
      current: 'Bisheriges Passwort',
      next: 'Ein neues Passwort, acht Zeichen oder mehr',
      changeNow: 'Ändern',
      changed: 'Das Passwort wurde geändert.',
      exportFirst:
        'Ohne das Passwort kann niemand das Tagebuch wieder öffnen. Exportiere es vorher, wenn du eine lesbare Kopie möchtest.',
      exportNow: 'Vorher exportieren',
      text: 'Mit einem Passwort liegen deine Einträge, Stichworte, Entwürfe und Rufnummern verschlüsselt auf diesem Gerät und werden nach fünf Minuten ohne dich verschlossen. Ohne es kann sie niemand öffnen, und niemand kann helfen, wenn du es vergisst.',
      noPromise:
        'Was du vorher geschrieben hast, kann noch eine Weile lesbar in den Dateien des Browsers liegen. Setze das Passwort zuerst, und schreib danach.',
    },
    fault: ({ what, entry, row, field, got, right }) => {
      if (what === 'cutOff')
        return `${entry ? `nach Eintrag ${entry} ist die Datei` : 'die Datei ist'} abgeschnitten oder beschädigt`;
      const where = row ? `Zeile ${row}: ` : entry ? `Eintrag ${entry}: ` : '';
      const said = {
        value: `${field || 'ein Eintrag'} kann nicht ${got} sein${right ? ` (richtig: ${right})` : ''}`,
        missing: `${field} fehlt`,
        unknown: `${field} gibt es in keinem Tagebuch`,
        long: `${field || 'die Datei'} ist länger als ${right}`,
        unopened: 'lässt sich nicht öffnen',
        twoMonths: `${got} kann in zwei Monaten liegen; schreibe Tage wie 2026-03-01`,
        cells: 'hat mehr Zellen, als es Spalten gibt; Zahlen und Texte mit Komma gehören in Anführungszeichen',
      };
      return where + said[what];
    },
    keeping: {
      title: 'Deine Daten',
      parts: { backup: 'Sicherung', import: 'Importieren', lock: 'Passwort', remove: 'Löschen' },
      lastOn: (date) => `Letzte Sicherung: ${moment(date)}`,
      never: 'Noch keine Sicherung.',
      where: (n) =>
        `${n} ${n === 1 ? 'Eintrag' : 'Einträge'}, in diesem Browser auf diesem Gerät aufbewahrt und nirgends sonst.`,
      whereShared: (n) =>
        `${n} ${n === 1 ? 'Eintrag' : 'Einträge'}, in diesem Browser auf diesem Gerät aufbewahrt, und verschlüsselt dort, wo deine Geräte sich treffen.`,
      keeping: {
        promised: 'Dein Browser hat versprochen, sie zu behalten.',
        'not promised': 'Dein Browser darf sie löschen, wenn der Platz knapp wird; exportiere sie also ab und zu.',
      },
      sealed: 'Exportieren (verschlüsselt)',
      sealedText: 'Eine verschlüsselte Datei braucht dein Passwort. Die anderen kann jeder lesen, der sie hat.',
      asItIs: 'Exportieren, was da ist',
      json: 'Exportieren (JSON)',
      csv: 'Exportieren (CSV)',
      import: 'Importieren',
      importText:
        'Ein hier exportiertes Tagebuch oder eines von Daylio (.csv). Was schon da ist, wird nicht verdoppelt.',
      placesNeeded: 'Manche Stimmungen in dieser Datei haben eigene Namen. Sag einmal, wo sie liegen.',
      whereMood: (mood) => `Wo liegt „${mood}“?`,
      moodPlaces: {
        rad: 'sehr angenehm',
        good: 'angenehm',
        meh: 'dazwischen',
        bad: 'unangenehm',
        awful: 'sehr unangenehm',
      },
      importPlaced: 'Datei importieren',
      filePassphrase: (name) => `Das Passwort von ${name}`,
      openFile: 'Datei öffnen',
      wrongForFile: 'Das ist nicht das Passwort dieser Datei. Nichts wurde importiert.',
      notTaken: (n, first) =>
        n === 0
          ? []
          : [
              `${n} ${n === 1 ? 'war nicht lesbar und fehlt' : 'waren nicht lesbar und fehlen'}: ${first.join('; ')}${n > first.length ? '; …' : '.'}`,
            ],
      shortened: (n, rows) =>
        n === 0
          ? []
          : [
              `${n === 1 ? 'Eine Zeile enthielt' : `${n} Zeilen enthielten`} mehr, als in einen Eintrag passt, und das Ende fehlt: Zeile ${rows.join(', ')}${n > rows.length ? ', …' : '.'}`,
            ],
      importing: 'Wird gelesen …',
      imported: (added, known) => `${added} dazugekommen, ${known} waren schon da.`,
      noJournal: (found, columns) =>
        ({
          nothing: 'die Datei ist leer',
          picture: 'das ist ein Bild, kein Tagebuch',
          archive: 'das ist ein Archiv oder eine Arbeitsmappe; ein Tagebuch ist eine .json- oder .csv-Datei',
          document: 'das ist ein Dokument, kein Tagebuch',
          binary: 'das ist kein reiner Text',
          table: `die Spalten heißen ${columns}; so heißen sie weder in diesem Tagebuch noch bei Daylio`,
        })[found],
      refused: (name, why) => `Aus ${name} wurde nichts importiert: ${why}.`,
      forget: 'Alles löschen',
      forgetSure:
        'Alle Einträge und Einstellungen werden endgültig entfernt. Exportiere sie vorher, wenn du sie noch brauchst.',
      forgetWord: 'löschen',
      forgetType: (word) => `Gib zur Bestätigung „${word}“ ein`,
      forgetYes: 'Endgültig löschen',
      forgetNo: 'Abbrechen',
      forgotten: 'Alles wurde gelöscht.',
      notForgotten: (why) =>
        `Deine Einträge sind noch da (${why}). Schließ diese Seite in anderen Tabs und Fenstern und versuch es noch einmal.`,
    },
  },
  trends: {
    title: 'Verlauf',
    notEnough: (days, least) =>
      `Noch nicht genug: ${days} von ${least} Tagen haben einen Eintrag. Komm wieder, wenn es etwas zu sehen gibt.`,
    notEnoughYet: 'Noch nicht genug',
    noDifference: 'Kein Unterschied, der größer als der Zufall ist',
    numbers: 'Die Zahlen',
    yearQuestion: 'Wie war das letzte Jahr?',
    yearSays: (mood, best) => {
      const said =
        mood === undefined
          ? 'Gute und schwere Tage im Wechsel'
          : `Meist ${['unangenehm', 'dazwischen', 'angenehm'][mood + 1]}`;
      return best ? `${said}; am besten war der ${best}` : said;
    },
    noEntry: 'kein Eintrag',
    yearAnswer: (days, entries) => `${days} Tage mit Eintrag, ${entries} Einträge`,
    yearGrid: 'Ein Feld für jeden Tag',
    keyEnds: ['sehr unangenehm', 'sehr angenehm'],
    lineQuestion: 'Wie bewegt es sich?',
    span: 'Gezeigte Zeit',
    spans: { day: 'Tag', week: 'Woche', month: 'Monat', year: 'Jahr' },
    dayAnswer: (n) => (n === 0 ? 'Heute noch kein Eintrag' : `Heute: ${n} ${n === 1 ? 'Eintrag' : 'Einträge'}`),
    time: 'Zeit',
    periodBefore: 'Davor',
    periodAfter: 'Danach',
    period: (span, first, last) =>
      span === 'year'
        ? String(first.getUTCFullYear())
        : span === 'month'
          ? dates({ month: 'long', year: 'numeric' }).format(first)
          : dates({ dateStyle: 'medium' }).formatRange(first, last),
    longMonth: (date) => dates({ month: 'long' }).format(date),
    longDate: (date) => dates({ dateStyle: 'medium' }).format(date),
    shortDate: (date) => dates({ day: 'numeric', month: 'short' }).format(date),
    energyQuestion: 'Wie steht es um deine Energie?',
    energyAnswer: (mood, part) => {
      const said = mood === undefined ? 'Mal viel, mal wenig' : `Meist ${['wenig', 'mittel', 'viel'][mood + 1]}`;
      return part ? `${said}; am meisten ${inPart(part)}` : said;
    },
    energyDays: (days) => `${days} der letzten 90 Tage, an denen du davon geschrieben hast`,
    energyLevel: (value) => (value === 0 ? 'mittel' : value > 0 ? 'viel' : 'wenig'),
    energy: 'Energie',
    wordsQuestion: 'Welche Wörter kommen am häufigsten vor?',
    wordsAnswer: ([first, ...others]) => {
      const then = others.slice(0, 2).map(({ name }) => `„${name}“`);
      const most = first ? `„${first.name}“ am häufigsten (${first.times} Mal)` : '';
      return then.length > 0 ? `${most}, dann ${then.join(' und ')}` : most;
    },
    word: 'Wort',
    savePicture: 'Als Bild speichern',
    habitQuestion: 'Wie oft schreibst du etwas auf?',
    habitAnswer: (lately, row, longest) =>
      [
        `An ${lately} der letzten 30 Tage`,
        row >= 3 ? `jetzt ${row} Tage hintereinander` : '',
        longest >= 3 && longest > row ? `bisher höchstens ${longest} hintereinander` : '',
      ]
        .filter(Boolean)
        .join(' · '),
    lineAnswer: (span, days, change) => {
      const count = `${days} ${days === 1 ? 'Tag' : 'Tage'} mit Eintrag`;
      if (change === undefined) return count;
      const before = { week: 'die Woche', month: 'der Monat', year: 'das Jahr' }[span];
      if (Math.abs(change) < 0.05) return `Fast wie ${before} davor (${count})`;
      return `${change > 0 ? 'Angenehmer' : 'Unangenehmer'} als ${before} davor, um ${number(Math.abs(change), 2)} (${count})`;
    },
    weekdays: 'Unterscheiden sich die Wochentage?',
    weekday,
    weekdayShort,
    weekdaySentence: (name, isMore, value, margin, days) =>
      `${name}s ist es meist ${isMore ? 'angenehmer' : 'weniger angenehm'}, um ${value} ± ${margin} (${days} ${name}e)`,
    dayParts: 'Unterscheiden sich die Tageszeiten?',
    dayPart: (hour) => ({ 5: 'Morgen', 11: 'Mittag', 14: 'Nachmittag', 18: 'Abend', 22: 'Nacht' })[hour] ?? '',
    dayPartSentence: (name, isMore, value, margin, days) =>
      `${begun(inPart(name))} ist es meist ${isMore ? 'angenehmer' : 'weniger angenehm'} als am übrigen Tag, um ${value} ± ${margin} (${days} Tage)`,
    tags: 'Was geht mit besseren oder schlechteren Tagen einher?',
    tagSentence: (name, isMore, value, margin, days) =>
      `Tage mit „${name}“ sind meist ${isMore ? 'angenehmer' : 'weniger angenehm'} als die ohne, um ${value} ± ${margin} (${days} Tage)`,
    cameraQuestion: 'Sieht die Kamera, was du sagst?',
    cameraAnswer: (pairs) =>
      `${pairs} ${pairs === 1 ? 'Eintrag' : 'Einträge'} mit Kamera-Check; auf der Linie stimmen beide überein`,
    yourWord: 'Dein Wort',
    theCamera: 'Die Kamera',
    month: 'Monat',
    monthName,
    day: 'Tag',
    mean: 'Mittel',
    lowest: 'Tiefstes',
    highest: 'Höchstes',
    entries: 'Einträge',
    days: 'Tage',
    difference: 'Unterschied',
    interval: '95-%-Intervall',
  },
  care: {
    ask: 'Wie fühlst du dich gerade?',
    show: 'Zeig, was helfen könnte',
    offers: 'Etwas für jetzt',
    none: 'Für heute nichts mehr',
    start: 'Los',
    notToday: 'Heute nicht',
    all: 'Alles, was es gibt',
    seeAll: (n) => `Alle ${n} ansehen`,
    takes: (minutes) => (minutes === undefined ? 'so lange du magst' : `${minutes} Min.`),
    writing: 'Schreib hier; es bleibt bei deinem Eintrag.',
    before: 'Davor',
    afterwards: 'Danach',
    more: 'Noch etwas für jetzt',
    toJournal: 'Zurück zu deinen Einträgen',
    neverAgain: 'Nicht mehr vorschlagen',
    allAgain: (n) => `Wieder alles vorschlagen (${n} ausgeblendet)`,
    lifted: (value, margin, times) =>
      `Danach ging es dir um ${value} ± ${margin} angenehmer (${times} Mal, auf einer Skala von −1 bis 1).`,
    untried: 'Noch zu selten versucht, um zu sagen, ob es dir hilft.',
    month: (days) => `Die letzten ${days} Tage`,
    monthLine: (activity, times, lift) => {
      const name = `${de.care.activities[activity].title} (${times} Mal)`;
      if (!lift) return `${name}: noch nicht bekannt`;
      const { value, margin } = lift;
      const amount = `${number(Math.abs(value), 1)} ± ${number(margin, 1)}`;
      const moved = `danach um ${amount} ${value < 0 ? 'unangenehmer' : 'angenehmer'}`;
      return `${name}: ${moved}${Math.abs(value) < margin ? ', also noch nicht bekannt' : ''}`;
    },
    monthText: 'Wie angenehm es danach war, weniger davor, auf einer Skala von −1 bis 1, mit dem 95-%-Intervall.',
    finished: 'Ich bin fertig',
    after: 'Und wie geht es dir jetzt?',
    thanks: 'Gespeichert. Gut zu wissen, was dir hilft.',
    sound: 'Leise Töne',
    voice: 'Die Schritte vorlesen',
    passed: 'Vergangene Zeit',
    over: 'Das war es. Bleib, solange du magst.',
    breathIn: 'ein',
    breathOut: 'aus',
    limits: 'Das sind kleine Dinge, die vielen Menschen guttun. Sie ersetzen keine Behandlung.',
    activities: {
      breathing: {
        title: 'Langsam atmen',
        what: 'Drei Minuten, sechs Atemzüge je Minute.',
        steps: [
          'Sitz, wie du magst.',
          'Atme ein, wenn der Kreis wächst, und aus, wenn er schrumpft.',
          'Hör auf, wenn es genug ist.',
        ],
      },
      meditation: {
        title: 'Fünf stille Minuten',
        what: 'Sitzen und den Atem bemerken; sonst nichts.',
        steps: [
          'Sitz aufrecht, die Hände ruhen.',
          'Bemerke jeden Atemzug dort, wo du ihn am besten spürst.',
          'Kommen Gedanken, lass sie ziehen und kehr zurück.',
        ],
      },
      movement: {
        title: 'Lockern',
        what: 'Vier Minuten Bewegung, wo du gerade bist.',
        steps: [
          'Kreise die Schultern zehnmal, vor und zurück.',
          'Streck die Arme hoch, dann lass sie hängen.',
          'Geh eine Minute auf der Stelle.',
          'Schüttle Hände und Füße.',
        ],
      },
      walk: {
        title: 'Ein Spaziergang',
        what: 'Zehn Minuten draußen oder den Flur entlang.',
        steps: [
          'Lass den Bildschirm hier.',
          'Geh so schnell, wie es angenehm ist.',
          'Benenne fünf Dinge, die du siehst.',
        ],
      },
      call: {
        title: 'Jemanden anrufen',
        what: 'Ein paar Worte mit jemandem, den du magst.',
        steps: ['Denk an jemanden, von dem du länger nichts gehört hast.', 'Ruf an oder schreib; zwei Sätze genügen.'],
      },
      gratitude: {
        title: 'Drei gute Dinge',
        what: 'Drei Dinge von heute, die gut waren, und seien sie klein.',
        steps: ['Schreib oder sag eines, das gut war.', 'Und warum.', 'Noch zweimal.'],
      },
      windDown: {
        title: 'Zur Ruhe kommen',
        what: 'Die letzte halbe Stunde vor dem Schlaf, ohne Bildschirm.',
        steps: [
          'Dimm das Licht.',
          'Leg den Bildschirm danach weg.',
          'Lies, dehn oder wasch dich langsam.',
          'Sag morgen, wie es war.',
        ],
      },
    },
  },
  personal: {
    title: 'Es lernt dein Gesicht',
    about:
      'Ein Gesicht in Ruhe kann für ein Netz traurig oder streng aussehen. Sag ein paar Mal, was dein Gesicht zeigt, auch dort, wo es stimmte: Dann richtet sich das Gelesene nach dir, aber nur so weit, wie deine eigenen Bilder es bestätigen. Zahlen und Wörter liegen bei deinem Tagebuch, unter seiner Passphrase, nie ein Bild. Ein Profil wählst du selbst; niemand wird erkannt.',
    me: 'Ich',
    whose: 'Wessen Gesicht gelesen wird',
    nobody: 'keines Bestimmten',
    newName: 'Neues Profil',
    add: 'Hinzufügen',
    notRight: 'Stimmt nicht?',
    whatIsIt: 'Was zeigt das Gesicht?',
    whichTwo: 'Welche beiden zeigt es?',
    twoWords: 'zwei Wörter, für eine Mischung',
    cancel: 'Abbrechen',
    undo: 'Rückgängig',
    noted: 'Notiert.',
    nothingYet: 'Noch ist nichts gelernt.',
    unchanged: (n: number) =>
      `Aus ${n} ${n === 1 ? 'Korrektur' : 'Korrekturen'} folgt keine Änderung: Es läge damit nicht öfter richtig.`,
    told: (said: string, from: string) => `„${said}“ wird jetzt von „${from}“ unterschieden.`,
    right: (n: number, now: number, before: number) =>
      `Auf deinen eigenen Bildern ${now} von ${n} Mal richtig statt ${before} Mal.`,
    knows: (name: string) => `kennt dich · ${name}`,
    compare: 'Gelerntes anwenden',
    thatIsMe: 'Das ist mein Gesicht',
    guided: 'In einer Minute beibringen',
    skip: 'Überspringen',
    stop: 'Beenden',
    noFace: 'kein Gesicht im Bild',
    prompts: [
      'Schau so, wie du beim Lesen schaust.',
      'Schau in die Kamera und denk an nichts.',
      'Zähl ruhig laut bis fünf.',
      'Lächle wie einem Freund zu.',
      'Lache wie über einen guten Witz.',
      'Schau, als riefe jemand hinter dir deinen Namen.',
      'Schau so, wie wenn dir jemand fehlt.',
      'Schau so, wie wenn jemand ungerecht ist.',
    ],
    forget: 'Vergiss, was du über mich gelernt hast',
    forgetSure: (name: string) => `Alle Korrekturen von „${name}“ werden endgültig gelöscht, das Profil auch.`,
    forgetYes: 'Vergessen',
    obstacles: {
      locked:
        'Dein Tagebuch ist verschlossen, und mit ihm, was über dich gelernt wurde. Öffne es unter „Tagebuch“ und versuch es dann noch einmal.',
      readOnly:
        'Eine neuere Fassung dieser Seite hat das Tagebuch geschrieben. Lade die Seite neu und versuch es dann noch einmal.',
      failed: 'Dieser Browser kann es gerade nicht aufbewahren (Speicher voll oder verboten). Nichts wurde geändert.',
    },
  },
  about: {
    title: 'Über feeling',
    kept: 'Die Seite liegt auf diesem Gerät und öffnet sich auch ohne Netz.',
    licences: 'Wessen Arbeit darin steckt, und unter welchen Lizenzen',
    train: 'Hier ein eigenes Netz trainieren, mit beschrifteten Gesichtern',
    paragraphs: [
      'feeling liest, was Gesichter ausdrücken: Wut, Ekel, Angst, Freude, Trauer, Überraschung, nichts davon, oder ein Gemisch. Es tut das in dieser Seite, auf diesem Gerät. Kein Bild und keine Zahl verlässt es; die Seite kann keinen anderen Server auch nur erreichen. Nur wenn du dein Tagebuch auf mehreren Geräten teilst, gehen verschlüsselte Dateien dorthin, wo du es eingerichtet hast.',
      'Ein Ausdruck ist kein Gefühl. Menschen lächeln, wenn sie traurig sind, und sehen streng aus, wenn sie denken. Licht, Blickwinkel, Alter, Kultur und Brille ändern, was gelesen wird, und die Gesichter, aus denen es gelernt hat, wurden von Menschen benannt, die oft uneins waren: auf solchen Bildern stimmt es ihnen etwa zwei von drei Malen zu, und wo viele gefragt wurden, etwa fünf von sechs Malen.',
      'Es kann lernen, wie dein Gesicht aussieht: aus dem, was du unter „Stimmt nicht?“ und in den Einstellungen dazu sagst. Wessen Gesicht es ist, wählst du selbst: feeling erkennt Ausdrücke, nicht Menschen, damit niemand damit gesucht oder verfolgt werden kann. Von einer Korrektur bleiben sieben Anteile, bis zu 64 gerundete Zahlen aus der letzten Schicht des Netzes und dein Wort. Solche Zahlen sind kein Bild, und keines lässt sich daraus machen; mit vielen davon könnte aber jemand vermuten, ob zwei Sammlungen vom selben Gesicht sind. Darum bleiben sie in diesem Browser, mit deinem Tagebuch verschlossen, bis du sie vergessen lässt.',
      'Das Tagebuch bewahrt Wörter und Zahlen auf, keine Fotos und keine Sprachnotizen: Bilder und Stimmen verraten, wer jemand ist, zeigen andere, die nie zugestimmt haben, und sind das Erste, wonach andere auf einem Gerät suchen.',
      'Es ist kein Medizinprodukt und kein Lügendetektor. Es darf nicht benutzt werden, um Menschen bei der Arbeit oder in der Schule zu beurteilen; in der Europäischen Union ist das verboten.',
    ],
  },
  intro: {
    label: 'Willkommen',
    next: 'Weiter',
    done: 'Los',
    skip: 'Überspringen',
    step: (n, of) => `${n} von ${of}`,
    screens: [
      [
        'Es liest Ausdrücke',
        'feeling sieht durch deine Kamera Gesichter an und sagt, was sie ausdrücken und wie sicher es ist.',
      ],
      [
        'Es kennt keine Gefühle',
        'Ein Ausdruck ist kein Gefühl. Licht, Blickwinkel, Alter, Kultur und Brille ändern, was gelesen wird. Vertrau zuerst dir selbst.',
      ],
      ['Es bleibt hier', 'Alles wird auf diesem Gerät gelesen. Kein Bild und keine Zahl verlässt es.'],
    ],
  },
};
