/**
 * French. Words for faces are said of the face ("visage"), words for feelings are nouns: neither tells whether a man or a
 * woman is meant. No line breaks before : ; ! ? % and within « »: the spaces there are no-break spaces.
 */
import type { FeelingWord } from '../journal/feelingWords';
import type { Words } from './en';
import { begun, dateAt, formatsOf } from './formats';

const { dates, number, list, weekday, weekdayShort, monthName, moment, ago } = formatsOf('fr');

const frenchWords: Readonly<Record<string, string>> = {
  tense: 'tension',
  afraid: 'peur',
  panicky: 'panique',
  furious: 'fureur',
  angry: 'colère',
  stressed: 'stress',
  overwhelmed: 'trop-plein',
  frustrated: 'frustration',
  annoyed: 'agacement',
  jealous: 'jalousie',
  disgusted: 'dégoût',
  worried: 'inquiétude',
  nervous: 'trac',
  impatient: 'impatience',
  insecure: 'doute',
  ashamed: 'honte',
  guilty: 'culpabilité',
  embarrassed: 'gêne',
  hurt: 'blessure',
  sad: 'tristesse',
  grieving: 'deuil',
  lonely: 'solitude',
  disappointed: 'déception',
  hopeless: 'désespoir',
  down: 'cafard',
  empty: 'vide',
  numb: 'engourdissement',
  homesick: 'mal du pays',
  discouraged: 'découragement',
  exhausted: 'épuisement',
  sluggish: 'mollesse',
  bored: 'ennui',
  tired: 'fatigue',
  distant: 'distance',
  confused: 'confusion',
  restless: 'agitation',
  torn: 'tiraillement',
  shocked: 'choc',
  surprised: 'surprise',
  alert: 'éveil',
  curious: 'curiosité',
  focused: 'concentration',
  excited: 'enthousiasme',
  elated: 'euphorie',
  inspired: 'inspiration',
  energetic: 'énergie',
  confident: 'confiance',
  proud: 'fierté',
  playful: 'envie de jouer',
  happy: 'bonheur',
  'in love': 'amour',
  joyful: 'joie',
  amused: 'amusement',
  hopeful: 'espoir',
  interested: 'intérêt',
  grateful: 'gratitude',
  touched: 'émotion',
  loved: 'affection',
  connected: 'lien',
  relieved: 'soulagement',
  content: 'contentement',
  safe: 'sécurité',
  balanced: 'équilibre',
  calm: 'calme',
  peaceful: 'paix',
  relaxed: 'détente',
  dreamy: 'rêverie',
  sleepy: 'sommeil',
  thoughtful: 'réflexion',
  fine: 'ça va',
} satisfies Record<FeelingWord, string>;
const frenchTags: Readonly<Record<string, string>> = {
  sleep: 'nuit',
  people: 'entourage',
  work: 'travail',
  movement: 'mouvement',
  food: 'repas',
  family: 'famille',
  study: 'études',
  nature: 'nature',
  home: 'maison',
  hobby: 'loisirs',
  health: 'santé',
  travel: 'voyage',
};
const entryCount = (n: number) => (n === 0 ? 'aucune entrée' : n === 1 ? '1 entrée' : `${n} entrées`);
const dayCount = (n: number) => (n < 2 ? `${n} jour` : `${n} jours`);
/** "le matin" */
const inPart = (part: string) =>
  ({ matin: 'le matin', midi: 'à midi', 'après-midi': 'l’après-midi', soir: 'le soir', nuit: 'la nuit' })[part] ?? part;
const spanBefore = { week: 'la semaine précédente', month: 'le mois précédent', year: 'l’année précédente' };

export const fr: Words = {
  direction: 'ltr',
  list,
  number,
  emotions: {
    angry: 'fâché',
    disgust: 'dégoûté',
    fear: 'apeuré',
    happy: 'joyeux',
    sad: 'triste',
    surprise: 'surpris',
    neutral: 'neutre',
  },
  scales: {
    angry: 'colère',
    disgust: 'dégoût',
    fear: 'peur',
    happy: 'joie',
    sad: 'tristesse',
    surprise: 'surprise',
    neutral: 'neutre',
  },
  mostly: (word) => `surtout ${word}`,
  aLittle: (words) => `un peu ${words}`,
  notSure: 'pas clair',
  tooLong: (over, most) => `${over} caractère${over === 1 ? '' : 's'} de trop : il y a place pour ${most}.`,
  cameraOn: 'caméra allumée',
  onDevice: 'uniquement sur cet appareil',
  limits:
    'Une expression n’est pas un sentiment. La lumière, l’angle, l’âge, la culture et les lunettes changent ce qui est lu. Ceci n’est pas un dispositif médical.',
  nav: {
    label: 'Vues',
    live: 'Direct',
    journal: 'Journal',
    trends: 'Évolution',
    care: 'Pour toi',
    files: 'Fichiers',
    about: 'À propos',
    train: 'Entraîner',
  },
  settings: {
    title: 'Réglages',
    open: 'Réglages',
    close: 'Fermer',
    camera: 'Caméra',
    anyCamera: 'Par défaut',
    resolution: 'Taille de l’image',
    mirrored: 'Comme dans un miroir',
    smoothing: 'Lissage',
    smoothingText: 'Plus long est plus stable, plus court suit plus vite.',
    finder: 'Détecteur de visages',
    finders: {
      blazeface: 'BlazeFace, près de la caméra',
      auto: 'BlazeFace, toute la pièce',
      mtcnn: 'MTCNN',
    },
    mtcnnMissing: 'MTCNN peut être choisi après « feeling models pull mtcnn ».',
    network: 'Réseau',
    packaged: 'compact, fourni avec feeling',
    ownNetwork: 'Un autre réseau (.onnx)',
    packagedAgain: 'Revenir à compact',
    badNetwork: (why) => `Ce fichier n’est pas utilisable ; compact continue. (${why})`,
    otherNetwork: {
      title: (file) => `À propos de ${file}`,
      question: (file) =>
        `${file} ne dit pas ce qu’il donne. La personne qui l’a fait le sait ; compact continue jusqu’à ce que tu le précises.`,
      labels: 'Émotions, dans l’ordre de ses sorties',
      labelsText:
        'En anglais, séparées par des virgules. Un autre nom s’écrit « colère=angry » ; « - » est une sortie qui n’est pas une émotion. Le mépris (contempt) compte comme neutre.',
      scale: 'Les pixels entrent comme',
      scales: {
        '0..255': 'de 0 à 255',
        '0..1': 'de 0 à 1',
        '-1..1': 'de −1 à 1',
        imagenet: 'moyenne et écart type d’ImageNet',
      },
      order: 'Couleurs, s’il en voit',
      size: 'Pixels par côté, si le fichier ne le dit pas',
      use: 'Utiliser',
      fault: ({ what, got, right }) =>
        ({
          outputs: `${got} noms, mais le réseau donne ${right} nombres. Nomme chaque sortie dans son ordre, « - » pour celle qui n’est pas une émotion.`,
          label: `Que veut dire « ${got} » ? Écris-le comme « ${got || 'nom'}=happy », avec angry, disgust, fear, happy, sad, surprise, neutral ou contempt.`,
          twice: `Deux noms veulent dire « ${got} » ; chaque émotion ne peut y être qu’une fois.`,
          few: 'Au moins deux noms doivent être des émotions.',
          size: 'Le fichier ne dit pas la taille de ses images. Indique plus bas les pixels par côté.',
          otherSize: `Ses images ont ${right} pixels par côté, pas ${got}.`,
          input: `Il ne lit pas les visages comme cette page peut les donner : une image carrée, grise ou en couleur (son entrée : ${got}).`,
          noOnnx: 'Ce n’est pas un fichier ONNX.',
          elsewhere: `Ses nombres sont dans ${got}, et une page lit un seul fichier. « feeling export » en fait un des deux.`,
        })[what],
    },
    backend: 'Exécuter sur',
    measured: (few: [cpu: string, card: string], many: [cpu: string, card: string]) =>
      `Mesuré sur cet appareil : un visage prend ${few[0]} ms sur le processeur et ${few[1]} ms sur la carte graphique, cinq en prennent ${many[0]} et ${many[1]}. Chaque tâche va là où elle est la plus rapide.`,
    backends: { auto: 'Automatique', webgpu: 'Carte graphique (WebGPU)', cpu: 'Processeur (WebAssembly)' },
    passiveLook: 'Lectures automatiques par la caméra, toutes les cinq minutes',
    passiveLookText:
      'Pendant 15 secondes, seulement quand cette page est ouverte et visible, et toujours signalées. Le journal reçoit les chiffres, jamais une image.',
    reminders: {
      title: 'Rappels',
      add: 'Ajouter un rappel',
      one: (n) => `Rappel ${n}`,
      time: 'Me rappeler d’écrire à',
      remove: 'Retirer',
      text: 'Une notification de cet appareil, tant que cette page est ouverte quelque part, les jours sans entrée.',
      noDay: 'N’arrive pas : aucun jour n’est choisi.',
      refused: 'Ton navigateur a refusé les notifications. Tu peux les autoriser dans la barre d’adresse.',
    },
    lookBack: 'Revenir sur la semaine le',
    lookBackNever: 'Jamais',
    dayBegins: 'La journée commence à',
    dayBeginsText:
      'Ce que tu écris avant appartient à la veille au soir, dans le journal, dans l’évolution et pour les rappels.',
    theme: 'Couleurs',
    themes: { auto: 'Comme le système', light: 'Clair', dark: 'Sombre' },
    language: 'Langue',
    likeBrowser: 'Comme le système',
    forgetful:
      'Ce navigateur ne garde aucun réglage (son stockage est plein ou interdit). Ils valent jusqu’à la fermeture de la page.',
  },
  live: {
    video: 'Ta caméra',
    readings: 'Mesures',
    facesCount: (n) => (n === 0 ? 'Aucun visage' : `${n} visage${n === 1 ? '' : 's'}`),
    noReading: 'Rien à lire pour l’instant',
    face: (id) => `visage ${id}`,
    choose: (id) => `Voir le visage ${id} en détail`,
    youLook: (words) => `Ton visage paraît ${words}`,
    faceLooks: (id, words) => `Le visage ${id} paraît ${words}`,
    lastMinute: (words) => (words === undefined ? 'La dernière minute' : `La dernière minute : ${words}`),
    mixed: 'partagé',
    valence: 'désagréable ↔ agréable',
    valenceIs: (value) => (Math.abs(value) < 0.1 ? 'entre les deux' : value > 0 ? 'agréable' : 'peu agréable'),
    howSure: 'certitude',
    sureness: (p) => (p >= 0.7 ? 'assez sûr' : p >= 0.5 ? 'probable' : p >= 0.35 ? 'une intuition' : 'pas sûr'),
    threshold: 'Sensibilité',
    thresholdText:
      'Une émotion est nommée quand sa part atteint cette valeur ; plus bas en nomme plus. Si aucune ne l’atteint, la réponse est « pas clair ».',
    figures: (fps, ms, engine) => `${fps} images/s · ${ms} ms · ${engine}`,
    threads: (n) => `WebAssembly, ${n} fil${n === 1 ? '' : 's'}`,
    pause: 'Pause',
    resume: 'Reprendre',
    paused: 'En pause. La caméra est éteinte.',
    fullScreen: 'Plein écran',
    leaveFullScreen: 'Quitter le plein écran',
    smallWindow: 'Petite fenêtre',
    turnOn: 'Allumer la caméra',
    readPhoto: 'Lire une photo',
    sample: 'Essayer un dessin',
    summary: (seconds, shares) => {
      const minutes = Math.floor(seconds / 60);
      return `Ton visage a été vu pendant ${minutes > 0 ? `${minutes} min ` : ''}${seconds % 60} s : ${shares}.`;
    },
    snapshot: 'Capture',
    snapshotText: 'Enregistrée sur cet appareil, seulement quand tu appuies.',
    blurFaces: 'Flouter les visages sur les captures',
    blurring: {
      title: 'Capture avec visages floutés',
      looking: 'Recherche de visages…',
      found: (n) =>
        n === 0
          ? 'Aucun visage trouvé. Touche l’endroit où il y en a un.'
          : `${n === 1 ? 'Un visage est flouté' : `${n} visages sont floutés`}. Touche tout autre endroit à flouter.`,
      failed: 'La recherche de visages a échoué. Touche tous ceux qui sont encore nets avant d’enregistrer.',
      hideMore: 'Flouter un autre endroit : touche-le, ou déplace-toi avec les flèches et appuie sur Entrée',
      save: 'Enregistrer',
      undo: 'Annuler la dernière',
      cancel: 'Annuler',
    },
    record: 'Enregistrer les données',
    stopRecording: (seconds) => `Arrêter l’enregistrement (${seconds} s)`,
    game: {
      title: 'Montre-moi les sept',
      step: (n, of) => `${n} sur ${of}`,
      make: (emotion) => `Prends un air ${emotion}`,
      hint: {
        angry: 'Sourcils baissés et serrés, lèvres pincées.',
        disgust: 'Plisse le nez, relève la lèvre du haut.',
        fear: 'Sourcils levés et serrés, yeux grands ouverts, bouche entrouverte.',
        happy: 'Souris jusqu’à ce que tes yeux sourient aussi.',
        sad: 'L’intérieur des sourcils levé, les coins de la bouche vers le bas.',
        surprise: 'Sourcils levés, bouche ouverte.',
        neutral: 'Laisse ton visage au repos.',
      },
      leaveOut: 'Passer celle-ci',
      done: (n) => (n === 7 ? 'Les sept' : `${n} sur 7`),
      save: 'Enregistrer en image',
      again: 'Rejouer',
      close: 'Fermer',
      notKept: 'Ces images disparaissent à la fermeture, sauf si tu les enregistres.',
    },
    recorded: (clock, rows) => `${clock} : ${rows} lignes de chiffres, aucune image :`,
    discardRecording: (clock) => `Jeter l’enregistrement de ${clock}`,
    why: 'Pourquoi ?',
    whyText: (emotion, where) =>
      `Ce qui parle pour « ${emotion} » est surtout ${where} : si l’on couvre les zones claires, l’émotion faiblit.`,
    whyNothing: (emotion) => `Aucun endroit précis ne parle pour « ${emotion} » ; c’est le visage dans son ensemble.`,
    whyGone: 'L’image de ce visage n’est plus là. Redemande tant que le visage est visible.',
    whyWait: 'Je regarde…',
    places: {
      brow: 'autour des sourcils',
      eyes: 'autour des yeux',
      middle: 'autour du nez et des joues',
      mouth: 'autour de la bouche',
    },
    hindrances: {
      far: ['trop loin', 'Approche-toi, ou prends une image plus grande.'],
      dark: ['trop sombre', 'Plus de lumière de face aide.'],
      bright: ['trop clair', 'Moins de lumière sur le visage aide.'],
      turned: ['tourné', 'Regarde vers la caméra.'],
      blurred: ['flou', 'Ne bouge pas, ou essuie l’objectif.'],
      covered: ['en partie caché', 'Montre tout le visage.'],
    },
    fellBack: 'La carte graphique s’est arrêtée ; le processeur continue.',
    restarted: 'La lecture s’est arrêtée un instant et a redémarré.',
  },
  notices: {
    starting: ['Un instant', 'Les réseaux se chargent. La première fois, cela prend un moment.'],
    welcome: [
      'Que montre ton visage ?',
      'Avec la caméra, cette page lit ton expression pendant que tu regardes. Les images sont lues dans cette page et ne vont nulle part.',
    ],
    asking: [
      'Cette page peut-elle utiliser ta caméra ?',
      'Ton navigateur le demande. Les images sont lues dans cette page et ne vont nulle part.',
    ],
    denied: [
      'La caméra est bloquée',
      'Toi ou ton navigateur avez dit non. Rien n’a été enregistré. Pour changer cela, autorise la caméra dans la barre d’adresse, puis réessaie.',
    ],
    unplugged: ['La caméra a été débranchée', 'Branche-la, ou branches-en une autre ; elle servira aussitôt.'],
    noCamera: ['Aucune caméra trouvée', 'Branches-en une, ou allume celle de cet appareil ; elle servira aussitôt.'],
    noFace: ['Pas encore de visage', 'Approche-toi un peu, ou allume une lumière devant toi.'],
    inUse: [
      'La caméra est occupée',
      'Un autre programme semble l’utiliser. Ferme-le ; cette page réessaie d’elle-même.',
    ],
    insecure: [
      'Cette adresse n’a pas droit à la caméra',
      'Les navigateurs ne donnent la caméra qu’aux pages de cet ordinateur ou en https. Tu peux quand même lire des photos et des vidéos.',
    ],
    engine: ['La lecture s’est arrêtée', 'Les réseaux n’ont pas pu continuer. Rien n’est perdu.'],
    failed: ['La caméra n’a pas démarré', ''],
    tooOld: ['Ce navigateur est trop ancien', ''],
  },
  missing: (parts) => `Il lui manque ${parts}. Un Chrome, Edge, Firefox ou Safari actuel l’a.`,
  notLoaded:
    'Cette partie de la page n’a pas pu être chargée. Tes entrées sont en sécurité. Connecte-toi une fois, puis réessaie.',
  update: {
    ready: 'Une nouvelle version est prête. Ce qui est ouvert continue jusqu’à ce que tu la charges.',
    take: 'Recharger',
  },
  tryAgain: 'Réessayer',
  lookAgain: 'Chercher à nouveau',
  startAgain: 'Recommencer',
  files: {
    title: 'Photos et vidéos',
    drop: 'Dépose des photos ou des vidéos ici, ou colle une image.',
    choose: 'Choisir des fichiers',
    sampleName: 'visage dessiné',
    private: 'Ils sont lus dans cette page et ne vont nulle part.',
    pages: (count) => `${count} pages, lues à raison d’une par seconde`,
    endsAt: (seconds) => `Le fichier est abîmé ou coupé après ${number(seconds, 1)} s ; ce qui précède a été lu.`,
    unreadable: (name) => `Ce navigateur ne peut pas lire ${name}.`,
    empty: (name) => `${name} est vide.`,
    noPicture: (name) => `${name} n’est ni une photo ni une vidéo.`,
    needsHeif: (name) =>
      `${name} est une photo HEIC, et la partie qui les lit n’est pas installée. « npm install libheif-js » à côté de feeling l’ajoute.`,
    noFace: 'Aucun visage trouvé.',
    readingPhoto: 'Lecture de la photo…',
    waiting: 'En attente de son tour…',
    reading: (percent) => `Lecture… ${percent} %`,
    timeline: (words) => `Au fil du temps : ${words}`,
    scrub: 'Position dans la vidéo',
    remove: (name) => `Retirer ${name}`,
    looks: (words) => `paraît ${words}`,
    save: 'Enregistrer les données',
  },
  journal: {
    checkIn: 'Nouvelle entrée',
    question: 'Comment te sens-tu ?',
    moments: { now: 'Maintenant', earlier: 'Plus tôt', yesterday: 'Hier', day: 'Un jour' },
    clock: 'Heure',
    dayAndClock: 'Jour et heure',
    countsFor: (date) => `Cela compte pour le ${dates({ dateStyle: 'full' }).format(new Date(date))}.`,
    notYet: 'C’est plus tard que maintenant. Choisis une heure déjà passée.',
    tapPlane: 'Touche ou glisse jusqu’à l’endroit qui convient.',
    place: (valence, energy, word) => `${valence}, ${energy} : près de « ${word} »`,
    saved: 'Enregistré.',
    find: {
      search: 'Chercher notes, mots, étiquettes',
      tag: 'Étiquette',
      anyTag: 'Toutes les étiquettes',
      word: 'Émotion',
      anyWord: 'Tous les mots',
      found: (n, day) => `${begun(entryCount(n))}${day ? ` · ${day}` : ''}`,
      all: 'Tout afficher',
    },
    calendar: {
      title: 'Calendrier',
      earlier: 'Mois précédent',
      later: 'Mois suivant',
      month: (day) => begun(dates({ month: 'long', year: 'numeric' }).format(dateAt(day))),
      day: (day, n, mood) =>
        `${begun(dates({ dateStyle: 'full' }).format(dateAt(day)))} : ${entryCount(n)}${mood ? `, ${mood}` : ''}`,
      help: 'Touche un jour pour voir ses entrées, ou un jour vide pour y écrire.',
    },
    lookBack: {
      title: 'Ta semaine',
      sentence: (mood, days, change) => {
        const said = `Les sept derniers jours, dans l’ensemble : ${mood} (${dayCount(days)} avec des entrées)`;
        if (change === undefined) return `${said}.`;
        if (Math.abs(change) < 0.05) return `${said}, à peu près comme la semaine d’avant.`;
        return `${said}, ${change > 0 ? 'plus' : 'moins'} agréable que la semaine d’avant, de ${number(Math.abs(change), 2)}.`;
      },
      words: (found) => `Tu as souvent dit : ${found.join(', ')}.`,
      tags: (found) => `Souvent présents : ${found.join(', ')}.`,
      best: (day) => `Voir ton meilleur jour, ${day}`,
      done: 'Fermer',
    },
    axes: { valence: 'De désagréable à agréable', energy: 'De peu à beaucoup d’énergie' },
    axisValue: (axis, value) => {
      const strength = Math.abs(value) < 0.15 ? '' : Math.abs(value) < 0.6 ? 'plutôt ' : 'très ';
      if (!strength) return axis === 'valence' ? 'ni agréable ni désagréable' : 'énergie moyenne';
      if (axis === 'valence') return strength + (value > 0 ? 'agréable' : 'désagréable');
      return `énergie ${strength}${value > 0 ? 'haute' : 'basse'}`;
    },
    ends: { high: 'beaucoup d’énergie', low: 'peu d’énergie', pleasant: 'agréable', unpleasant: 'désagréable' },
    wordsLabel: 'Quels mots conviennent ?',
    word: (word) => frenchWords[word] ?? word,
    tagsLabel: 'Que se passe-t-il ?',
    tag: (tag) => frenchTags[tag] ?? tag,
    ownTag: 'Autre chose',
    addTag: 'Ajouter',
    tags: {
      edit: 'Ranger les étiquettes',
      title: 'Tes étiquettes',
      text: 'Les groupes réunissent des étiquettes quand tu écris une entrée.',
      groups: 'Groupes',
      newGroup: 'Un nouveau groupe',
      name: (group) => `Nom du groupe « ${group} »`,
      remove: (group) => `Retirer le groupe « ${group} »`,
      removed: (group) => `« ${group} » a été retiré. Ses étiquettes restent.`,
      none: 'Sans groupe',
    },
    note: 'Note',
    look: 'Lecture par la caméra (15 secondes)',
    lookText: 'Elle ne garde que des chiffres, jamais une image. C’est ton propre mot qui compte.',
    done: 'Terminé',
    storage: {
      full: 'il n’y a plus de place sur cet appareil ; libère d’abord de l’espace',
      unusable: 'le navigateur ne peut pas utiliser son stockage en ce moment ; le disque est peut-être plein',
      forbidden: 'le navigateur n’autorise aucun stockage ici, comme dans beaucoup de fenêtres privées',
      locked: 'le journal est verrouillé',
      newer: 'une version plus récente de cette page a écrit le journal ; recharge la page',
      changed: 'un autre onglet a modifié le journal entre-temps',
    },
    notSaved: (why) => `Impossible d’enregistrer (${why}). Ce que tu as saisi est toujours là ; réessaie.`,
    notKept: (why) => `Cela n’a pas marché (${why}). Rien n’a changé ; réessaie.`,
    looking: 'La caméra est allumée',
    secondsLeft: (n) => `encore ${n} seconde${n < 2 ? '' : 's'}`,
    noLook: 'Passer la lecture par la caméra',
    lookPaused: 'La caméra est en pause',
    lookPausedText: 'Elle peut regarder pour cette entrée seulement, et reste en pause ensuite.',
    lookNow: 'Regarder maintenant',
    valenceIs: (value) =>
      Math.abs(value) < 0.15
        ? 'entre les deux'
        : (Math.abs(value) < 0.6 ? 'plutôt ' : 'très ') + (value > 0 ? 'agréable' : 'désagréable'),
    level: (value) => (value === 0 ? 'entre les deux' : value > 0 ? 'agréable' : 'désagréable'),
    after: (activity) => `Après : ${activity}`,
    lookOnly: 'Lecture par la caméra',
    looks: (n) => (n === 1 ? '1 lecture automatique' : `${n} lectures automatiques`),
    passiveLooking: 'Lecture automatique par la caméra',
    change: (clock) => `Modifier l’entrée de ${clock}`,
    changing: 'Modifier cette entrée',
    removedElsewhere: 'Cette entrée a été supprimée ailleurs. Terminé la rétablit, avec ce que tu as changé.',
    when: 'Quand',
    cancel: 'Annuler',
    reminder: { title: 'Comment te sens-tu ?', text: 'Une entrée prend dix secondes, si tu en as envie.' },
    seen: (words, unsure) =>
      unsure > 0.5
        ? 'La caméra n’était pas sûre de ce qu’elle voyait.'
        : `Pour la caméra, ton visage paraissait ${words}.`,
    apart: (apart, both) =>
      `Dans ${apart} entrées sur ${both}, la caméra a vu autre chose que ce que tu as dit. Ici, c’est ton propre mot qui compte.`,
    remove: (clock) => `Retirer l’entrée de ${clock}`,
    removed: 'L’entrée a été retirée.',
    undo: 'La remettre',
    earlier: 'Jours précédents',
    empty: 'Encore rien ici. Touche plus haut l’endroit qui correspond à ce que tu ressens.',
    failed: (why) =>
      `Le journal ne peut pas s’ouvrir en ce moment (${why}). Ce qui était déjà gardé reste tel quel. Direct et Fichiers marchent quand même.`,
    day: (ago, date) =>
      ago === 0 ? 'Aujourd’hui' : ago === -1 ? 'Hier' : begun(dates({ dateStyle: 'full' }).format(new Date(date))),
    alarm: {
      label: 'Tes jours ont baissé',
      sentence: (days, isOver) => {
        if (isOver)
          return `Ces derniers temps, ${days} jours ont été plus bas que d’habitude. Les plus récents sont à nouveau comme d’habitude.`;
        if (days === 1) return 'Ton dernier jour a été bien plus bas que d’habitude.';
        return `Tes ${days} derniers jours ont été plus bas que d’habitude.`;
      },
      picture: (days) => `Tes ${days} derniers jours avec des entrées, sur la bande qui est habituelle pour toi`,
      explanation: (real) =>
        `Chaque point est un jour ; la bande est ce qui est habituel pour toi, la ligne tes six dernières semaines, la ligne en tirets les deux dernières. Sur dix alertes de ce genre, environ ${real} sont réelles dans nos simulations. Ce n’est pas un diagnostic, et cela peut être faux.`,
      help: 'Une petite chose pourrait aider maintenant.',
      care: 'Voir ce qui t’a aidé',
      later: 'Pas maintenant',
      wrong: 'C’est faux',
    },
    rise: {
      label: 'Tes jours ont monté',
      sentence: (days, isOver) => {
        if (isOver)
          return `Ces derniers temps, ${days} jours ont été plus hauts que d’habitude. Les plus récents sont à nouveau comme d’habitude.`;
        if (days === 1) return 'Ton dernier jour a été bien plus haut que d’habitude.';
        return `Tes ${days} derniers jours ont été plus hauts que d’habitude.`;
      },
      explanation:
        'Chaque point est un jour ; la bande est ce qui est habituel pour toi. La plupart des jours hauts sont simplement de bons jours. Ce n’est pas un diagnostic, et cela peut être faux.',
      help: 'Si des périodes hautes t’ont déjà coûté beaucoup d’énergie, un sommeil régulier, des soirées calmes et une personne de confiance peuvent t’aider à garder l’équilibre.',
      watch: 'Me signaler aussi les jours inhabituellement hauts',
    },
    lowSpell: {
      label: 'Deux semaines',
      sentence:
        'Depuis deux semaines, tu dis que c’est très dur. Parler avec une personne de confiance, ou avec un médecin, peut aider.',
      lines: 'Qui tu peux appeler',
      linesEdited: 'Une ligne pour chacun, avec un numéro ou une adresse web',
      editLines: 'Modifier la liste',
      usualLines:
        'France : 3114 (prévention du suicide)\nBelgique : 107 (Télé-Accueil)\nSuisse : 143 (La Main Tendue)\nCanada : 988\nAilleurs : findahelpline.com',
    },
    unreadable: (n) =>
      n === 1
        ? '1 entrée ne peut pas être ouverte ; elle est conservée. Les autres sont toutes là.'
        : `${n} entrées ne peuvent pas être ouvertes ; elles sont conservées. Les autres sont toutes là.`,
    newer:
      'Une version plus récente de cette page a écrit ce journal. Ici, tu peux le lire et l’exporter, mais pas le modifier.',
    replaced:
      'Une version plus récente de cette page est ouverte dans un autre onglet. Tes entrées sont en sécurité. Recharge cet onglet pour continuer.',
    reload: 'Recharger cet onglet',
    backup: {
      none: 'Ton journal n’a pas été sauvegardé depuis un mois.',
      export: 'L’exporter maintenant',
      later: 'Pas maintenant',
      choose: 'Sauvegarder dans un dossier',
      text: 'Après chaque jour avec des entrées, une copie y est écrite, chiffrée si ton journal l’est.',
      into: (folder) => `Après chaque jour avec des entrées, une copie va dans le dossier « ${folder} ».`,
      stop: 'Arrêter les sauvegardes',
      needsPermission: (folder) => `Les sauvegardes dans « ${folder} » attendent ton autorisation.`,
      allow: 'Les autoriser',
      failed: (why) => `La dernière sauvegarde n’a pas pu être écrite (${why}). Tes entrées sont en sécurité.`,
    },
    devices: {
      title: 'Tes appareils',
      text: 'Le même journal sur ton téléphone et ton ordinateur : chacun dépose un fichier chiffré là où les autres le trouvent, et reprend ce qu’ils ont changé. Personne ne peut lire ces fichiers sans ton mot de passe.',
      folderText:
        'Choisis un dossier que tous ont, par exemple un dossier de Nextcloud, Syncthing, iCloud Drive ou Dropbox.',
      noFolder: 'Ce navigateur ne peut pas écrire dans des dossiers. Chrome et Edge le peuvent.',
      chooseFolder: 'Synchroniser par un dossier',
      deviceName: 'Le nom de cet appareil',
      thisDevice: (isPhone) => (isPhone ? 'Téléphone' : 'Ordinateur'),
      others: 'Il y a déjà un journal. Entre le mot de passe que tu utilises sur ton autre appareil.',
      othersAndSeal:
        'Il y a déjà un journal. Entre le mot de passe que tu utilises sur ton autre appareil ; il verrouillera aussi ce journal.',
      own: 'Entre le mot de passe de ton journal ; sur tes autres appareils, tu l’entres une fois.',
      newPassphrase:
        'Pour synchroniser, il faut un mot de passe. Il verrouille ton journal sur cet appareil, et sur les autres tu l’entres une fois. Personne ne peut t’aider si tu l’oublies.',
      passphrase: 'Mot de passe du journal',
      begin: 'Commencer à synchroniser',
      cancel: 'Annuler',
      on: (folder) => `Tes appareils partagent ce journal par le dossier « ${folder} ».`,
      onServer: (address) => `Tes appareils partagent ce journal par ${address}.`,
      server: 'Synchroniser par un serveur (WebDAV, Nextcloud)',
      serverText:
        'Seuls des fichiers chiffrés vont à l’adresse que tu entres, et nulle part ailleurs. Utilise un mot de passe d’application, pas celui de ton compte ; il est gardé chiffré et n’est plus jamais montré.',
      address: 'Adresse d’un dossier',
      badAddress: 'L’adresse doit commencer par https:// (ou être sur cet ordinateur), sans utilisateur dedans.',
      user: 'Utilisateur',
      appPassword: 'Mot de passe d’application',
      askServer: 'Continuer',
      never: 'Pas encore synchronisé.',
      last: (when, devices) =>
        devices.length === 0
          ? `Dernière synchronisation : ${when} ; pas encore d’autre appareil.`
          : `Dernière synchronisation : ${when} avec ${devices.join(', ')}.`,
      ago: (minutes) => (minutes < 1 ? 'à l’instant' : ago(minutes)),
      busy: 'Synchronisation…',
      now: 'Synchroniser maintenant',
      stop: 'Ne plus synchroniser',
      stopText: 'Cet appareil garde son journal, et tes autres appareils gardent le leur.',
      removeFile: 'Retirer aussi de là le fichier de cet appareil',
      needsPassphrase: 'Sans mot de passe, tes appareils ne se synchronisent plus.',
      forget: 'Seul cet appareil oublie. Tes autres appareils gardent leur journal jusqu’à ce que tu l’y effaces.',
      allow: 'Autoriser',
      problem: (kind, why) => {
        const later = 'Ce que tu écris reste ici et sera synchronisé plus tard.';
        const again = 'Rien n’est perdu ; il y aura un nouvel essai.';
        const problems: Record<typeof kind, readonly [string, string]> = {
          permission: ['Le navigateur a de nouveau besoin de ta permission pour ce dossier.', 'Rien n’est perdu.'],
          missing: [
            'Le dossier n’est pas là.',
            'Rien n’est perdu. Arrête la synchronisation et choisis-le de nouveau.',
          ],
          offline: ['Tu es hors ligne.', later],
          unreachable: [`${why} ne répond pas, ou n’autorise pas cette page (CORS).`, later],
          blocked: [
            `Cette page ne peut joindre que sa propre adresse. Lance-la avec « feeling live --sync-with ${why} » et recharge-la quand elle annonce une nouvelle version.`,
            '',
          ],
          refused: [
            'Le serveur n’accepte pas l’utilisateur ou le mot de passe.',
            'Arrête la synchronisation et règle-la de nouveau.',
          ],
          noWebdav: [
            'Ce qui répond à cette adresse n’est pas un dossier WebDAV ; c’est peut-être une page de connexion.',
            again,
          ],
          full: ['Il n’y a plus de place là où sont les fichiers.', again],
          failed: [`Cela n’a pas marché (${why}).`, again],
        };
        return problems[kind];
      },
      noneWhole: (files) =>
        `Pas encore complet, ou abîmé : ${files.join(', ')}. Réessaie quand il sera complet, ou retire-le de là.`,
      damaged: (files) =>
        `Pas encore complet, ou abîmé : ${files.join(', ')}. Ce qu’il contenait avant est ici ; il sera relu quand il sera complet.`,
      newer: (files) =>
        `Écrit par une version plus récente de cette page : ${files.join(', ')}. Mets celle-ci à jour pour le lire.`,
      locked: (files) =>
        `Chiffré avec un autre mot de passe : ${files.join(', ')}. Entre le mot de passe de cet appareil.`,
      openOthers: 'Ouvrir',
      ahead: (devices) => `L’horloge de ${devices.join(', ')} avance. Mets-la à l’heure, s’il te plaît.`,
    },
    lock: {
      passphrase: 'Mot de passe',
      isLocked: 'Ton journal est verrouillé',
      isWrong: 'Ce n’est pas le mot de passe. Tes entrées sont en sécurité.',
      damaged:
        'Le verrou de ce journal est abîmé, et aucun mot de passe ne l’ouvre plus. Rien n’a été retiré : tu peux exporter le journal chiffré, ou recommencer à zéro.',
      open: 'Ouvrir',
      set: 'Un mot de passe, huit caractères ou plus',
      again: 'Le même mot de passe encore une fois',
      differ: 'Les deux mots de passe ne sont pas identiques. Tape deux fois le même.',
      show: 'Afficher le mot de passe',
      hide: 'Masquer le mot de passe',
      setNow: 'Protéger le journal',
      tooShort: (least) => `Il faut au moins ${least} caractères.`,
      lockNow: 'Verrouiller',
      lockHere: 'Verrouiller le journal',
      openThere: 'L’ouvrir dans le journal',
      remove: 'Retirer le mot de passe',
      change: 'Changer le mot de passe',
      current: 'Mot de passe actuel',
      next: 'Un nouveau mot de passe, huit caractères ou plus',
      changeNow: 'Le changer',
      changed: 'Le mot de passe a été changé.',
      exportFirst:
        'Sans le mot de passe, personne ne peut rouvrir le journal. Exporte-le d’abord si tu veux une copie lisible.',
      exportNow: 'Exporter d’abord',
      text: 'Avec un mot de passe, tes entrées, étiquettes, brouillons et numéros d’aide sont chiffrés sur cet appareil, et verrouillés après cinq minutes sans toi. Personne ne peut les ouvrir sans lui, ni t’aider si tu l’oublies.',
      noPromise:
        'Ce que tu as écrit avant peut rester lisible un moment dans les fichiers du navigateur. Mets d’abord le mot de passe, et écris ensuite.',
    },
    fault: ({ what, entry, row, field, got, right }) => {
      if (what === 'cutOff') return `${entry ? `après l’entrée ${entry}, ` : ''}le fichier est coupé ou abîmé`;
      const where = row ? `ligne ${row} : ` : entry ? `entrée ${entry} : ` : '';
      const said = {
        value: `${field || 'une entrée'} ne peut pas être ${got}${right ? ` (correct : ${right})` : ''}`,
        missing: `${field} manque`,
        unknown: `aucun journal n’a de ${field}`,
        long: `${field || 'le fichier'} est plus long que ${right}`,
        unopened: 'impossible à ouvrir',
        twoMonths: `${got} peut être de deux mois ; écris les jours comme 2026-03-01`,
        cells: 'a plus de cellules que de colonnes ; les nombres et textes avec virgule se mettent entre guillemets',
      };
      return where + said[what];
    },
    keeping: {
      title: 'Tes données',
      parts: { backup: 'Sauvegarde', import: 'Importer', lock: 'Mot de passe', remove: 'Supprimer' },
      lastOn: (date) => `Dernière sauvegarde : ${moment(date)}`,
      never: 'Pas encore de sauvegarde.',
      where: (n) =>
        `${n} ${n < 2 ? 'entrée, gardée' : 'entrées, gardées'} dans ce navigateur, sur cet appareil et nulle part ailleurs.`,
      whereShared: (n) =>
        `${n} ${n > 1 ? 'entrées gardées' : 'entrée gardée'} dans ce navigateur, sur cet appareil, et ${n > 1 ? 'chiffrées' : 'chiffrée'} là où tes appareils se retrouvent.`,
      keeping: {
        promised: 'Ton navigateur a promis de les garder.',
        'not promised': 'Ton navigateur peut les effacer si la place manque ; exporte-les donc de temps en temps.',
      },
      sealed: 'Exporter (chiffré)',
      sealedText: 'Un fichier chiffré demande ton mot de passe. Les autres sont lisibles par quiconque les a.',
      asItIs: 'Exporter ce qui est là',
      json: 'Exporter (JSON)',
      csv: 'Exporter (CSV)',
      import: 'Importer',
      importText: 'Un journal exporté ici, ou un export de Daylio (.csv). Ce qui est déjà là n’est pas doublé.',
      placesNeeded: 'Certaines humeurs de ce fichier ont des noms à elles. Dis une fois où elles se situent.',
      whereMood: (mood) => `Où se situe « ${mood} » ?`,
      moodPlaces: {
        rad: 'très agréable',
        good: 'agréable',
        meh: 'entre les deux',
        bad: 'désagréable',
        awful: 'très désagréable',
      },
      importPlaced: 'Importer le fichier',
      filePassphrase: (name) => `Le mot de passe de ${name}`,
      openFile: 'Ouvrir le fichier',
      wrongForFile: 'Ce n’est pas le mot de passe de ce fichier. Rien n’a été importé.',
      notTaken: (n, first) =>
        n === 0
          ? []
          : [
              `${n} ${n === 1 ? 'n’a pas pu être lue et manque' : 'n’ont pas pu être lues et manquent'} : ${first.join(' ; ')}${n > first.length ? ' ;…' : '.'}`,
            ],
      shortened: (n, rows) =>
        n === 0
          ? []
          : [
              `${n === 1 ? 'Une ligne contenait' : `${n} lignes contenaient`} plus qu’une entrée ne peut tenir, et la fin manque : ligne ${rows.join(', ')}${n > rows.length ? ', …' : '.'}`,
            ],
      importing: 'Lecture…',
      imported: (added, known) =>
        `${added} ${added < 2 ? 'ajoutée' : 'ajoutées'}, ${known} déjà ${known < 2 ? 'présente' : 'présentes'}.`,
      noJournal: (found, columns) =>
        ({
          nothing: 'le fichier est vide',
          picture: 'c’est une image, pas un journal',
          archive: 'c’est une archive ou un classeur ; un journal est un fichier .json ou .csv',
          document: 'c’est un document, pas un journal',
          binary: 'ce n’est pas du texte brut',
          table: `ses colonnes sont ${columns}, qui ne sont ni celles de ce journal ni celles de Daylio`,
        })[found],
      refused: (name, why) => `Rien n’a été importé de ${name} : ${why}.`,
      forget: 'Tout supprimer',
      forgetSure:
        'Toutes les entrées et tous les réglages sont supprimés pour de bon. Exporte-les d’abord si tu veux les garder.',
      forgetWord: 'supprimer',
      forgetType: (word) => `Tape « ${word} » pour confirmer`,
      forgetYes: 'Supprimer pour de bon',
      forgetNo: 'Annuler',
      forgotten: 'Tout a été supprimé.',
      notForgotten: (why) =>
        `Tes entrées sont toujours là (${why}). Ferme cette page dans les autres onglets et fenêtres, puis réessaie.`,
    },
  },
  trends: {
    title: 'Évolution',
    notEnough: (days, least) =>
      `Pas encore assez : ${days} jours sur ${least} ont une entrée. Reviens quand il y aura quelque chose à voir.`,
    notEnoughYet: 'Pas encore assez',
    noDifference: 'Aucune différence plus grande que le hasard',
    numbers: 'Les chiffres',
    yearQuestion: 'Comment a été la dernière année ?',
    yearSays: (mood, best) => {
      const said =
        mood === undefined
          ? 'De bons jours et des jours difficiles, tour à tour'
          : `Surtout ${['désagréable', 'entre les deux', 'agréable'][mood + 1]}`;
      return best ? `${said} ; au mieux : ${best}` : said;
    },
    noEntry: 'pas d’entrée',
    yearAnswer: (days, entries) => `${dayCount(days)} avec des entrées, ${entryCount(entries)}`,
    yearGrid: 'Un carré par jour',
    keyEnds: ['très désagréable', 'très agréable'],
    lineQuestion: 'Comment ça évolue ?',
    span: 'Période affichée',
    spans: { day: 'jour', week: 'semaine', month: 'mois', year: 'année' },
    dayAnswer: (n) => (n === 0 ? 'Pas encore d’entrée aujourd’hui' : `Aujourd’hui : ${entryCount(n)}`),
    time: 'Heure',
    periodBefore: 'Avant',
    periodAfter: 'Après',
    period: (span, first, last) =>
      span === 'year'
        ? String(first.getUTCFullYear())
        : span === 'month'
          ? begun(dates({ month: 'long', year: 'numeric' }).format(first))
          : dates({ dateStyle: 'medium' }).formatRange(first, last),
    longMonth: (date) => dates({ month: 'long' }).format(date),
    longDate: (date) => dates({ dateStyle: 'medium' }).format(date),
    shortDate: (date) => dates({ day: 'numeric', month: 'short' }).format(date),
    energyQuestion: 'Comment va ton énergie ?',
    energyAnswer: (mood, part) => {
      const said =
        mood === undefined ? 'Tantôt haute, tantôt basse' : `Surtout ${['basse', 'moyenne', 'haute'][mood + 1]}`;
      return part ? `${said} ; tu en as le plus ${inPart(part)}` : said;
    },
    energyDays: (days) => `${dayCount(days)} sur les 90 derniers où tu l’as notée`,
    energyLevel: (value) => (value === 0 ? 'moyenne' : value > 0 ? 'haute' : 'basse'),
    energy: 'Énergie',
    wordsQuestion: 'Quels mots reviennent le plus ?',
    wordsAnswer: ([first, ...others]) => {
      const then = others.slice(0, 2).map(({ name }) => `« ${name} »`);
      const most = first ? `« ${first.name} » le plus souvent (${first.times} fois)` : '';
      return then.length > 0 ? `${most}, puis ${list(then)}` : most;
    },
    word: 'Mot',
    savePicture: 'Enregistrer en image',
    habitQuestion: 'À quelle fréquence écris-tu ?',
    habitAnswer: (lately, row, longest) =>
      [
        `${lately} des 30 derniers jours`,
        row >= 3 ? `${row} jours de suite en ce moment` : '',
        longest >= 3 && longest > row ? `au plus ${longest} de suite jusqu’ici` : '',
      ]
        .filter(Boolean)
        .join(' · '),
    lineAnswer: (span, days, change) => {
      const count = `${dayCount(days)} avec des entrées`;
      if (change === undefined) return count;
      if (Math.abs(change) < 0.05) return `À peu près comme ${spanBefore[span]} (${count})`;
      return `${change > 0 ? 'Plus' : 'Moins'} agréable que ${spanBefore[span]}, de ${number(Math.abs(change), 2)} (${count})`;
    },
    weekdays: 'Les jours de la semaine diffèrent-ils ?',
    weekday,
    weekdayShort,
    weekdaySentence: (name, isMore, value, margin, days) =>
      `Le ${name} est en général ${isMore ? 'plus' : 'moins'} agréable, de ${value} ± ${margin} (${days} ${name}s)`,
    dayParts: 'Les moments de la journée diffèrent-ils ?',
    dayPart: (hour) => ({ 5: 'matin', 11: 'midi', 14: 'après-midi', 18: 'soir', 22: 'nuit' })[hour] ?? '',
    dayPartSentence: (name, isMore, value, margin, days) =>
      `${begun(inPart(name))}, c’est en général ${isMore ? 'plus' : 'moins'} agréable que le reste de la journée, de ${value} ± ${margin} (${dayCount(days)})`,
    tags: 'Qu’est-ce qui accompagne les jours meilleurs ou moins bons ?',
    tagSentence: (name, isMore, value, margin, days) =>
      `Les jours avec « ${name} » sont en général ${isMore ? 'plus' : 'moins'} agréables que les autres, de ${value} ± ${margin} (${dayCount(days)})`,
    cameraQuestion: 'La caméra voit-elle ce que tu dis ?',
    cameraAnswer: (pairs) => `${entryCount(pairs)} avec lecture par la caméra ; sur la ligne, les deux s’accordent`,
    yourWord: 'Ton mot',
    theCamera: 'La caméra',
    month: 'Mois',
    monthName,
    day: 'Jour',
    mean: 'Moyenne',
    lowest: 'Plus bas',
    highest: 'Plus haut',
    entries: 'Entrées',
    days: 'Jours',
    difference: 'Différence',
    interval: 'Intervalle à 95 %',
  },
  care: {
    ask: 'Comment te sens-tu en ce moment ?',
    show: 'Voir ce qui pourrait aider',
    offers: 'Quelque chose pour maintenant',
    none: 'Plus rien pour aujourd’hui',
    start: 'Commencer',
    notToday: 'Pas aujourd’hui',
    all: 'Tout ce qu’il y a',
    seeAll: (n) => `Voir les ${n}`,
    takes: (minutes) => (minutes === undefined ? 'aussi longtemps que tu veux' : `${minutes} min`),
    writing: 'Écris ici ; c’est gardé avec ton entrée.',
    before: 'Avant',
    afterwards: 'Après',
    more: 'Autre chose pour maintenant',
    toJournal: 'Retour à tes entrées',
    neverAgain: 'Ne plus proposer',
    allAgain: (n) => `Tout proposer à nouveau (${n} ${n < 2 ? 'masquée' : 'masquées'})`,
    lifted: (value, margin, times) =>
      `Ensuite, tu te sentais mieux de ${value} ± ${margin} (${times} fois, sur une échelle de −1 à 1).`,
    untried: 'Encore trop peu d’essais pour dire si cela t’aide.',
    month: (days) => `Les ${days} derniers jours`,
    monthLine: (activity, times, lift) => {
      const name = `${fr.care.activities[activity].title} (${times} fois)`;
      if (!lift) return `${name} : pas encore connu`;
      const { value, margin } = lift;
      const moved = `ensuite, ${value < 0 ? 'moins bien' : 'mieux'} de ${number(Math.abs(value), 1)} ± ${number(margin, 1)}`;
      return `${name} : ${moved}${Math.abs(value) < margin ? ', donc pas encore connu' : ''}`;
    },
    monthText:
      'À quel point c’était agréable ensuite, moins avant, sur une échelle de −1 à 1, avec son intervalle à 95 %.',
    finished: 'J’ai fini',
    after: 'Et maintenant, comment te sens-tu ?',
    thanks: 'Enregistré. C’est bon de savoir ce qui t’aide.',
    sound: 'Sons doux',
    voice: 'Lire les étapes à voix haute',
    passed: 'Temps écoulé',
    over: 'C’était tout. Reste aussi longtemps que tu veux.',
    breathIn: 'inspire',
    breathOut: 'expire',
    limits: 'Ce sont de petites choses qui font du bien à beaucoup de gens. Elles ne remplacent aucun traitement.',
    activities: {
      breathing: {
        title: 'Respirer lentement',
        what: 'Trois minutes, six respirations par minute.',
        steps: [
          'Installe-toi comme tu veux.',
          'Inspire pendant que le cercle grandit, expire pendant qu’il rétrécit.',
          'Arrête quand cela suffit.',
        ],
      },
      meditation: {
        title: 'Cinq minutes de calme',
        what: 'S’asseoir et observer sa respiration ; rien d’autre.',
        steps: [
          'Tiens-toi droit sur ta chaise, les mains au repos.',
          'Observe chaque respiration là où tu la sens le mieux.',
          'Quand des pensées viennent, laisse-les passer et reviens.',
        ],
      },
      movement: {
        title: 'Se dégourdir',
        what: 'Quatre minutes de mouvement, là où tu es.',
        steps: [
          'Roule les épaules dix fois, d’avant en arrière.',
          'Étire les bras vers le haut, puis laisse-les pendre.',
          'Marche sur place une minute.',
          'Secoue les mains et les pieds.',
        ],
      },
      walk: {
        title: 'Une promenade',
        what: 'Dix minutes dehors, ou le long du couloir.',
        steps: ['Laisse l’écran ici.', 'Marche à une allure agréable.', 'Nomme cinq choses que tu vois.'],
      },
      call: {
        title: 'Appeler quelqu’un',
        what: 'Quelques mots avec une personne que tu aimes bien.',
        steps: [
          'Pense à quelqu’un dont tu n’as pas eu de nouvelles depuis un moment.',
          'Appelle ou écris ; deux phrases suffisent.',
        ],
      },
      gratitude: {
        title: 'Trois bonnes choses',
        what: 'Trois choses d’aujourd’hui qui étaient bonnes, même petites.',
        steps: ['Écris ou dis une chose qui était bonne.', 'Et pourquoi elle l’était.', 'Encore deux fois.'],
      },
      windDown: {
        title: 'Ralentir',
        what: 'La dernière demi-heure avant le sommeil, sans écran.',
        steps: [
          'Baisse la lumière.',
          'Range l’écran après ceci.',
          'Lis, étire-toi ou lave-toi lentement.',
          'Raconte demain comment c’était.',
        ],
      },
    },
  },
  personal: {
    title: 'Il apprend ton visage',
    about:
      'Un visage au repos peut paraître triste ou sévère à un réseau. Dis quelques fois ce que montre ton visage, même quand c’était juste : les lectures s’adaptent alors à toi, seulement autant que tes propres images le confirment. Les chiffres et les mots sont gardés avec ton journal, sous son mot de passe, jamais une image. Un profil se choisit à la main ; personne n’est reconnu.',
    me: 'Moi',
    whose: 'Quel visage est lu',
    nobody: 'personne en particulier',
    newName: 'Nouveau profil',
    add: 'Ajouter',
    notRight: 'Ce n’est pas ça ?',
    whatIsIt: 'Que montre le visage ?',
    whichTwo: 'Lesquelles montre-t-il ?',
    twoWords: 'deux mots, pour un mélange',
    cancel: 'Annuler',
    undo: 'Revenir en arrière',
    noted: 'Noté.',
    nothingYet: 'Rien n’a encore été appris.',
    unchanged: (n) =>
      `${n} ${n < 2 ? 'correction ne change' : 'corrections ne changent'} rien : ce ne serait pas juste plus souvent.`,
    told: (said, from) => `« ${said} » se distingue maintenant de « ${from} ».`,
    right: (n, now, before) => `Sur tes propres images, juste ${now} fois sur ${n} au lieu de ${before}.`,
    knows: (name) => `te connaît · ${name}`,
    compare: 'utiliser ce qui a été appris',
    thatIsMe: 'C’est mon visage',
    guided: 'Lui apprendre en une minute',
    skip: 'Passer',
    stop: 'Arrêter',
    noFace: 'aucun visage en vue',
    prompts: [
      'Regarde comme quand tu lis quelque chose.',
      'Regarde la caméra et ne pense à rien.',
      'Compte calmement jusqu’à cinq à voix haute.',
      'Souris comme à une personne que tu aimes bien.',
      'Ris comme à une bonne blague.',
      'Regarde comme si quelqu’un t’appelait dans ton dos.',
      'Regarde comme quand quelqu’un te manque.',
      'Regarde comme quand quelqu’un est injuste.',
    ],
    forget: 'Oublier ce qui a été appris sur moi',
    forgetSure: (name) => `Toutes les corrections de « ${name} » sont supprimées pour de bon, et le profil avec elles.`,
    forgetYes: 'Oublier',
    obstacles: {
      locked:
        'Ton journal est verrouillé, et avec lui ce qui a été appris sur toi. Ouvre-le sous « Journal », puis réessaie.',
      readOnly: 'Une version plus récente de cette page a écrit le journal. Recharge la page, puis réessaie.',
      failed:
        'Ce navigateur ne peut pas le garder pour l’instant (son stockage est plein ou interdit). Rien n’a changé.',
    },
  },
  about: {
    title: 'À propos de feeling',
    kept: 'La page est gardée sur cet appareil et s’ouvre aussi sans réseau.',
    licences: 'De qui vient le travail qu’il contient, et sous quelles licences',
    train: 'Entraîner ici un réseau à toi, avec des visages étiquetés',
    paragraphs: [
      'feeling lit ce que les visages expriment : colère, dégoût, peur, joie, tristesse, surprise, rien de tout cela, ou un mélange. Il le fait dans cette page, sur cet appareil. Aucune image et aucun chiffre ne le quitte ; la page ne peut même pas joindre un autre serveur. Seulement si tu partages ton journal entre appareils, des fichiers chiffrés vont à l’endroit que tu as choisi.',
      'Une expression n’est pas un sentiment. On sourit quand on est triste et l’on a l’air sévère quand on réfléchit. La lumière, l’angle, l’âge, la culture et les lunettes changent ce qui est lu, et les visages dont il a appris ont été étiquetés par des gens souvent en désaccord : sur ces photos, il est d’accord avec eux environ deux fois sur trois, et là où beaucoup ont été interrogés, environ cinq fois sur six.',
      'Il peut apprendre comment est ton visage, par ce que tu en dis sous « Ce n’est pas ça ? » et dans les réglages. C’est toi qui choisis de qui est le visage : feeling reconnaît des expressions, pas des personnes, pour qu’il ne puisse servir à retrouver ou à suivre personne. D’une correction, il garde sept parts, jusqu’à 64 nombres arrondis de la dernière couche du réseau et ton mot. De tels nombres ne sont pas une image et on ne peut en faire aucune, mais avec beaucoup d’entre eux quelqu’un pourrait deviner si deux ensembles viennent du même visage ; ils restent donc dans ce navigateur, chiffrés avec ton journal, jusqu’à ce que tu les fasses oublier.',
      'Le journal garde des mots et des chiffres, pas de photos ni de notes vocales : les images et les voix diraient qui est quelqu’un, montreraient d’autres gens qui n’ont jamais accepté, et sont la première chose que d’autres cherchent sur un appareil.',
      'Ce n’est ni un dispositif médical ni un détecteur de mensonges. Il ne doit pas servir à juger des gens au travail ou à l’école ; dans l’Union européenne, c’est interdit.',
    ],
  },
  intro: {
    label: 'Bienvenue',
    next: 'Suivant',
    done: 'Commencer',
    skip: 'Passer',
    step: (n, of) => `${n} sur ${of}`,
    screens: [
      [
        'Il lit des expressions',
        'feeling regarde les visages avec ta caméra et dit ce qu’ils expriment, et avec quelle certitude.',
      ],
      [
        'Il ne connaît pas les sentiments',
        'Une expression n’est pas un sentiment. La lumière, l’angle, l’âge, la culture et les lunettes changent ce qui est lu. Fais-toi d’abord confiance.',
      ],
      ['Tout reste ici', 'Tout est lu sur cet appareil. Aucune image et aucun chiffre ne le quitte.'],
    ],
  },
};
