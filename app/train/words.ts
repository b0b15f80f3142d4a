/** The words of the view that trains, in every language. They come with it, so that the page's start stays small. */
import type { Language } from '../settings/settings';
import { formatsOf } from '../words/formats';

/** "12,345", "12.345" */
const wholes = (tag: string) => {
  const format = new Intl.NumberFormat(tag);
  return (n: number) => format.format(n);
};

/** "40 s", "12 min", "3 h 5 min" */
function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const n = wholes('en');

const en = {
  title: 'Train a network',
  intro:
    'On labelled faces of your own, or FER2013’s, here in the browser. Nothing leaves this device. It goes on while you use other views, but not after this tab is closed; then you can resume it here.',
  elsewhere: 'A training is open in another tab. Go on there, or close that tab.',
  chooseCsv: 'Choose a CSV',
  chooseFolder: 'Choose a folder',
  sourceText:
    'fer2013.csv, plain or gzipped, or a folder with a folder of pictures for each emotion (angry, disgust, fear, happy, sad, surprise, neutral), perhaps inside train, val and test.',
  files: (folder: string, count: number) => `${folder} (${n(count)} ${count === 1 ? 'file' : 'files'})`,
  network: 'Network',
  size: (parameters: number, macs: number) =>
    `${formatsOf('en').number(parameters / 1e6, 2)} M weights, ${n(Math.round(macs / 1e6))} M multiplications a face.`,
  epochs: 'Epochs',
  epochsText:
    'How often it sees all faces. All of FER2013 takes minutes an epoch with tiny, much longer with larger networks.',
  begin: 'Begin',
  reading: (faces: number) => (faces === 0 ? 'Reading the faces …' : `Reading the faces … ${n(faces)}`),
  starting: 'Starting …',
  run: 'The training',
  of: (network: string, source: string) => `${network} on ${source}`,
  counts: (training: number, validation: number, heldOut: number) =>
    `${n(training)} faces to learn from, ${n(validation)} to judge each epoch by, ${n(heldOut)} held out for the end.`,
  copies: (count: number) => `${n(count)} left out, since they are among the others, too.`,
  broken: (count: number) => `${n(count)} ${count === 1 ? 'picture' : 'pictures'} could not be read.`,
  progress: 'Progress',
  epochOf: (epoch: number, epochs: number) => `Epoch ${epoch} of ${epochs}`,
  left: (seconds: number) => `about ${duration(seconds)} left`,
  rate: (faces: string, device: string) => `${faces} faces a second on the ${device}`,
  devices: { cpu: 'processor', webgpu: 'graphics card' },
  pause: 'Pause',
  pausing: 'Pausing after this step …',
  paused: 'Paused. Everything is kept in this browser.',
  resume: 'Resume',
  done: (epochs: number) => `Done: ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}.`,
  forget: 'Delete this training',
  forgetText: 'Its faces, its state and its network are deleted from this browser.',
  forgetYes: 'Delete it',
  forgetNo: 'Keep it',
  curves: 'Curves',
  loss: 'Loss',
  accuracy: 'Accuracy',
  trainingFaces: 'training',
  validationFaces: 'validation',
  nothingYet: 'Nothing yet.',
  lossIs: (training: string, validation: string) =>
    `Loss by epoch, now ${training} in training and ${validation} in validation`,
  accuracyIs: (training: string, validation: string) =>
    `Accuracy by epoch, now ${training} in training and ${validation} in validation`,
  curvesText:
    'Training faces are turned, shifted and partly covered, their labels softened, and all that is learned counts in their loss; so the two curves of a plot do not measure the same. Validation judges the averaged weights on plain faces.',
  epochFigures: (epoch: number, training: string, validation: string) =>
    `After epoch ${epoch}: ${training} in training, ${validation} in validation.`,
  result: 'The network',
  resultText: 'As it is now, with averaged weights. After a few epochs or on few faces it is seldom right.',
  evaluate: 'Evaluate',
  judging: 'Reading the faces that were held out …',
  judged: (faces: number, accuracy: string, f1: string) =>
    `On ${n(faces)} held-out faces: accuracy ${accuracy}, macro F1 ${f1}.`,
  confusion: 'How many faces of each label were read as what',
  labelled: 'label',
  useInLive: 'Use in Live',
  inUse: 'The live view reads with it until the page is loaded again.',
  saveOnnx: 'Save as .onnx',
  saveTflite: 'Save as .tflite',
  tooFew: (needed: number, got: number) =>
    `There are too few faces: at least ${n(needed)} to learn from are needed (got ${n(got)}). Choose others.`,
  oneClass: (emotion: string) =>
    `All faces to learn from have the same label (${emotion}); at least two emotions are needed. Choose others.`,
  noValidation: 'There are no faces to judge by. Choose more, or give the file a validation split.',
  notKept:
    'This browser keeps nothing just now (its storage is full, or forbidden), so the training would be lost. Make room and try again.',
  diverged:
    'The loss grew without end, so training stopped. What was kept before is safe; other faces or another network may help.',
  colon: ': ',
  line: (line: number) => `line ${n(line)}`,
  /** got: what is there instead */
  faults: (got: string) => ({
    empty: 'the file is empty',
    damaged: 'the file is damaged or cut off',
    archive: 'is an archive; unpack it first',
    header: `the header must have the columns emotion and pixels (got "${got}")`,
    pixelCount: `must have 48 × 48 = ${n(2304)} pixels (got ${n(Number(got))})`,
    pixel: `pixels must be numbers from 0 to 255 (got "${got}")`,
    usage: `unknown usage "${got}"; there are train, val and test`,
    tooMany: `at most ${n(Number(got))} faces can be read here`,
    noPictures: 'there are no pictures in folders named for their emotion',
    folders: `the folders ${got} are neither splits (train, val, test) nor emotions (angry, disgust, fear, happy, sad, surprise, neutral)`,
    unreadable: `this browser can read none of its ${n(Number(got))} pictures`,
    classes: `${got}: not one of the seven emotions (angry, disgust, fear, happy, sad, surprise, neutral); leave them out, or name them so`,
    numbered: `its classes are numbers (${got}), which mean something else in every data set; name its folders or labels angry, disgust, fear, happy, sad, surprise, neutral`,
    noFaces: 'there are no faces in it',
  }),
  cannot: (reason: string) => `That does not work: ${reason}.`,
};

export type TrainingWords = typeof en;

const nDe = wholes('de');
const de: TrainingWords = {
  title: 'Ein Netz trainieren',
  intro:
    'Mit eigenen beschrifteten Gesichtern oder denen von FER2013, hier im Browser. Nichts verlässt dieses Gerät. Es läuft weiter, während du anderes ansiehst, aber nicht, wenn dieser Tab zu ist; dann kannst du es hier fortsetzen.',
  elsewhere: 'In einem anderen Tab ist ein Training offen. Mach dort weiter, oder schließ ihn.',
  chooseCsv: 'CSV wählen',
  chooseFolder: 'Ordner wählen',
  sourceText:
    'fer2013.csv, auch gepackt (.gz), oder ein Ordner mit einem Bilderordner je Emotion (angry, disgust, fear, happy, sad, surprise, neutral), vielleicht in train, val und test.',
  files: (folder, count) => `${folder} (${nDe(count)} ${count === 1 ? 'Datei' : 'Dateien'})`,
  network: 'Netz',
  size: (parameters, macs) =>
    `${formatsOf('de').number(parameters / 1e6, 2)} Mio. Gewichte, ${nDe(Math.round(macs / 1e6))} Mio. Multiplikationen je Gesicht.`,
  epochs: 'Epochen',
  epochsText:
    'Wie oft es alle Gesichter sieht. Ganz FER2013 dauert mit tiny Minuten je Epoche, mit größeren Netzen viel länger.',
  begin: 'Beginnen',
  reading: (faces) => (faces === 0 ? 'Die Gesichter werden gelesen …' : `Die Gesichter werden gelesen … ${nDe(faces)}`),
  starting: 'Es geht los …',
  run: 'Das Training',
  of: (network, source) => `${network} mit ${source}`,
  counts: (training, validation, heldOut) =>
    `${nDe(training)} Gesichter zum Lernen, ${nDe(validation)} zur Prüfung jeder Epoche, ${nDe(heldOut)} für den Schluss zurückgehalten.`,
  copies: (count) => `${nDe(count)} ausgelassen, weil sie auch unter den anderen sind.`,
  broken: (count) => `${nDe(count)} ${count === 1 ? 'Bild war' : 'Bilder waren'} nicht lesbar.`,
  progress: 'Fortschritt',
  epochOf: (epoch, epochs) => `Epoche ${epoch} von ${epochs}`,
  left: (seconds) => `noch etwa ${duration(seconds)}`,
  rate: (faces, device) => `${faces} Gesichter je Sekunde auf ${device}`,
  devices: { cpu: 'dem Prozessor', webgpu: 'der Grafikkarte' },
  pause: 'Anhalten',
  pausing: 'Hält nach diesem Schritt an …',
  paused: 'Angehalten. Alles ist in diesem Browser aufgehoben.',
  resume: 'Fortsetzen',
  done: (epochs) => `Fertig: ${epochs} ${epochs === 1 ? 'Epoche' : 'Epochen'}.`,
  forget: 'Dieses Training löschen',
  forgetText: 'Seine Gesichter, sein Stand und sein Netz werden aus diesem Browser gelöscht.',
  forgetYes: 'Löschen',
  forgetNo: 'Behalten',
  curves: 'Kurven',
  loss: 'Verlust',
  accuracy: 'Genauigkeit',
  trainingFaces: 'Training',
  validationFaces: 'Prüfung',
  nothingYet: 'Noch nichts.',
  lossIs: (training, validation) => `Verlust je Epoche, jetzt ${training} im Training und ${validation} in der Prüfung`,
  accuracyIs: (training, validation) =>
    `Genauigkeit je Epoche, jetzt ${training} im Training und ${validation} in der Prüfung`,
  curvesText:
    'Die Gesichter zum Lernen werden gedreht, verschoben und teils verdeckt, ihre Labels aufgeweicht, und in ihren Verlust geht alles ein, was gelernt wird; die beiden Kurven eines Bildes messen also nicht dasselbe. Geprüft werden die gemittelten Gewichte an unveränderten Gesichtern.',
  epochFigures: (epoch, training, validation) =>
    `Nach Epoche ${epoch}: ${training} im Training, ${validation} in der Prüfung.`,
  result: 'Das Netz',
  resultText:
    'Wie es jetzt ist, mit gemittelten Gewichten. Nach wenigen Epochen oder mit wenigen Gesichtern trifft es selten.',
  evaluate: 'Auswerten',
  judging: 'Die zurückgehaltenen Gesichter werden gelesen …',
  judged: (faces, accuracy, f1) =>
    `An ${nDe(faces)} zurückgehaltenen Gesichtern: Genauigkeit ${accuracy}, Makro-F1 ${f1}.`,
  confusion: 'Wie viele Gesichter jedes Labels als was gelesen wurden',
  labelled: 'Label',
  useInLive: 'In Live benutzen',
  inUse: 'Die Live-Ansicht liest damit, bis die Seite neu geladen wird.',
  saveOnnx: 'Als .onnx sichern',
  saveTflite: 'Als .tflite sichern',
  tooFew: (needed, got) =>
    `Das sind zu wenige Gesichter: Zum Lernen braucht es mindestens ${nDe(needed)} (hier ${nDe(got)}). Wähl andere.`,
  oneClass: (emotion) =>
    `Alle Gesichter zum Lernen haben dasselbe Label (${emotion}); es braucht mindestens zwei Emotionen. Wähl andere.`,
  noValidation: 'Zum Prüfen sind keine Gesichter da. Wähl mehr, oder gib der Datei einen Teil dafür.',
  notKept:
    'Dieser Browser hebt gerade nichts auf (sein Speicher ist voll oder verboten), das Training ginge also verloren. Schaff Platz und versuch es noch einmal.',
  diverged:
    'Der Verlust wuchs ohne Ende, darum endete das Training. Was vorher aufgehoben wurde, ist sicher; andere Gesichter oder ein anderes Netz helfen vielleicht.',
  colon: ': ',
  line: (line) => `Zeile ${nDe(line)}`,
  faults: (got) => ({
    empty: 'die Datei ist leer',
    damaged: 'die Datei ist beschädigt oder abgeschnitten',
    archive: 'ist ein Archiv; pack es erst aus',
    header: `die erste Zeile muss die Spalten emotion und pixels haben (hier „${got}“)`,
    pixelCount: `es müssen 48 × 48 = ${nDe(2304)} Pixel sein (hier ${nDe(Number(got))})`,
    pixel: `Pixel müssen Zahlen von 0 bis 255 sein (hier „${got}“)`,
    usage: `unbekannte Verwendung „${got}“; es gibt train, val und test`,
    tooMany: `höchstens ${nDe(Number(got))} Gesichter können hier gelesen werden`,
    noPictures: 'darin sind keine Bilder in Ordnern, die nach ihrer Emotion heißen',
    folders: `die Ordner ${got} sind weder Teile (train, val, test) noch Emotionen (angry, disgust, fear, happy, sad, surprise, neutral)`,
    unreadable: `dieser Browser kann keines der ${nDe(Number(got))} Bilder lesen`,
    classes: `${got}: keine der sieben Emotionen (angry, disgust, fear, happy, sad, surprise, neutral); lass sie weg, oder benenne sie so`,
    numbered: `die Klassen sind Zahlen (${got}), die in jedem Datensatz etwas anderes bedeuten; nenne die Ordner oder Labels angry, disgust, fear, happy, sad, surprise, neutral`,
    noFaces: 'es sind keine Gesichter darin',
  }),
  cannot: (reason) => `Das geht nicht: ${reason}.`,
};

const nEs = wholes('es');
const es: TrainingWords = {
  title: 'Entrenar una red',
  intro:
    'Con rostros etiquetados tuyos o los de FER2013, aquí en el navegador. Nada sale de este dispositivo. Sigue mientras usas otras vistas, pero no cuando se cierra esta pestaña; entonces puedes reanudarlo aquí.',
  elsewhere: 'Hay un entrenamiento abierto en otra pestaña. Sigue allí, o ciérrala.',
  chooseCsv: 'Elegir un CSV',
  chooseFolder: 'Elegir una carpeta',
  sourceText:
    'fer2013.csv, también comprimido (.gz), o una carpeta con una carpeta de imágenes por emoción (angry, disgust, fear, happy, sad, surprise, neutral), quizá dentro de train, val y test.',
  files: (folder, count) => `${folder} (${nEs(count)} ${count === 1 ? 'archivo' : 'archivos'})`,
  network: 'Red',
  size: (parameters, macs) =>
    `${formatsOf('es').number(parameters / 1e6, 2)} M de pesos, ${nEs(Math.round(macs / 1e6))} M de multiplicaciones por rostro.`,
  epochs: 'Épocas',
  epochsText:
    'Cuántas veces ve todos los rostros. Con todo FER2013, tiny tarda minutos por época, y las redes mayores mucho más.',
  begin: 'Empezar',
  reading: (faces) => (faces === 0 ? 'Leyendo los rostros…' : `Leyendo los rostros… ${nEs(faces)}`),
  starting: 'Empezando…',
  run: 'El entrenamiento',
  of: (network, source) => `${network} con ${source}`,
  counts: (training, validation, heldOut) =>
    `${nEs(training)} rostros para aprender, ${nEs(validation)} para juzgar cada época, ${nEs(heldOut)} reservados para el final.`,
  copies: (count) => `${nEs(count)} no se usan, porque están también entre los otros.`,
  broken: (count) => `No se ${count === 1 ? 'pudo leer 1 imagen' : `pudieron leer ${nEs(count)} imágenes`}.`,
  progress: 'Progreso',
  epochOf: (epoch, epochs) => `Época ${epoch} de ${epochs}`,
  left: (seconds) => `quedan unos ${duration(seconds)}`,
  rate: (faces, device) => `${faces} rostros por segundo en ${device}`,
  devices: { cpu: 'el procesador', webgpu: 'la tarjeta gráfica' },
  pause: 'Pausar',
  pausing: 'Se pausa después de este paso…',
  paused: 'En pausa. Todo está guardado en este navegador.',
  resume: 'Reanudar',
  done: (epochs) => `Hecho: ${epochs} ${epochs === 1 ? 'época' : 'épocas'}.`,
  forget: 'Borrar este entrenamiento',
  forgetText: 'Sus rostros, su estado y su red se borran de este navegador.',
  forgetYes: 'Borrarlo',
  forgetNo: 'Conservarlo',
  curves: 'Curvas',
  loss: 'Pérdida',
  accuracy: 'Exactitud',
  trainingFaces: 'entrenamiento',
  validationFaces: 'validación',
  nothingYet: 'Nada todavía.',
  lossIs: (training, validation) =>
    `Pérdida por época, ahora ${training} en entrenamiento y ${validation} en validación`,
  accuracyIs: (training, validation) =>
    `Exactitud por época, ahora ${training} en entrenamiento y ${validation} en validación`,
  curvesText:
    'Los rostros para aprender se giran, se desplazan y se tapan en parte, sus etiquetas se suavizan, y en su pérdida cuenta todo lo que se aprende; así que las dos curvas de un gráfico no miden lo mismo. La validación juzga los pesos promediados con rostros sin cambios.',
  epochFigures: (epoch, training, validation) =>
    `Tras la época ${epoch}: ${training} en entrenamiento, ${validation} en validación.`,
  result: 'La red',
  resultText: 'Como está ahora, con pesos promediados. Con pocas épocas o pocos rostros acierta pocas veces.',
  evaluate: 'Evaluar',
  judging: 'Leyendo los rostros reservados…',
  judged: (faces, accuracy, f1) => `En ${nEs(faces)} rostros reservados: exactitud ${accuracy}, F1 macro ${f1}.`,
  confusion: 'Cuántos rostros de cada etiqueta se leyeron como qué',
  labelled: 'etiqueta',
  useInLive: 'Usar en directo',
  inUse: 'La vista en directo lee con ella hasta que se vuelva a cargar la página.',
  saveOnnx: 'Guardar como .onnx',
  saveTflite: 'Guardar como .tflite',
  tooFew: (needed, got) =>
    `Hay muy pocos rostros: para aprender hacen falta al menos ${nEs(needed)} (hay ${nEs(got)}). Elige otros.`,
  oneClass: (emotion) =>
    `Todos los rostros para aprender tienen la misma etiqueta (${emotion}); hacen falta al menos dos emociones. Elige otros.`,
  noValidation: 'No hay rostros con los que juzgar. Elige más, o da al archivo una parte de validación.',
  notKept:
    'Ahora este navegador no guarda nada (su almacenamiento está lleno o prohibido), así que el entrenamiento se perdería. Haz sitio e inténtalo otra vez.',
  diverged:
    'La pérdida creció sin fin, y el entrenamiento se detuvo. Lo que se guardó antes está a salvo; otros rostros u otra red pueden ayudar.',
  colon: ': ',
  line: (line) => `línea ${nEs(line)}`,
  faults: (got) => ({
    empty: 'el archivo está vacío',
    damaged: 'el archivo está dañado o cortado',
    archive: 'es un archivo comprimido; descomprímelo antes',
    header: `la primera línea debe tener las columnas emotion y pixels (aquí «${got}»)`,
    pixelCount: `deben ser 48 × 48 = ${nEs(2304)} píxeles (aquí ${nEs(Number(got))})`,
    pixel: `los píxeles deben ser números de 0 a 255 (aquí «${got}»)`,
    usage: `uso desconocido «${got}»; hay train, val y test`,
    tooMany: `aquí se pueden leer como mucho ${nEs(Number(got))} rostros`,
    noPictures: 'no hay imágenes en carpetas con el nombre de su emoción',
    folders: `las carpetas ${got} no son partes (train, val, test) ni emociones (angry, disgust, fear, happy, sad, surprise, neutral)`,
    unreadable: `este navegador no puede leer ninguna de sus ${nEs(Number(got))} imágenes`,
    classes: `${got}: ninguna de las siete emociones (angry, disgust, fear, happy, sad, surprise, neutral); quítalas, o nómbralas así`,
    numbered: `las clases son números (${got}), que significan otra cosa en cada conjunto de datos; llama a las carpetas o etiquetas angry, disgust, fear, happy, sad, surprise, neutral`,
    noFaces: 'no hay rostros en él',
  }),
  cannot: (reason) => `Eso no funciona: ${reason}.`,
};

const nFr = wholes('fr');
const fr: TrainingWords = {
  title: 'Entraîner un réseau',
  intro:
    'Avec tes propres visages étiquetés ou ceux de FER2013, ici dans le navigateur. Rien ne quitte cet appareil. Cela continue pendant que tu utilises d’autres vues, mais pas une fois cet onglet fermé ; tu peux alors reprendre ici.',
  elsewhere: 'Un entraînement est ouvert dans un autre onglet. Continue là-bas, ou ferme-le.',
  chooseCsv: 'Choisir un CSV',
  chooseFolder: 'Choisir un dossier',
  sourceText:
    'fer2013.csv, compressé (.gz) ou non, ou un dossier avec un dossier d’images par émotion (angry, disgust, fear, happy, sad, surprise, neutral), peut-être dans train, val et test.',
  files: (folder, count) => `${folder} (${nFr(count)} ${count === 1 ? 'fichier' : 'fichiers'})`,
  network: 'Réseau',
  size: (parameters, macs) =>
    `${formatsOf('fr').number(parameters / 1e6, 2)} M de poids, ${nFr(Math.round(macs / 1e6))} M de multiplications par visage.`,
  epochs: 'Époques',
  epochsText:
    'Combien de fois il voit tous les visages. Avec FER2013 en entier, tiny met des minutes par époque, les réseaux plus grands bien plus.',
  begin: 'Commencer',
  reading: (faces) => (faces === 0 ? 'Lecture des visages…' : `Lecture des visages… ${nFr(faces)}`),
  starting: 'Démarrage…',
  run: 'L’entraînement',
  of: (network, source) => `${network} avec ${source}`,
  counts: (training, validation, heldOut) =>
    `${nFr(training)} visages pour apprendre, ${nFr(validation)} pour juger chaque époque, ${nFr(heldOut)} gardés pour la fin.`,
  copies: (count) => `${nFr(count)} laissés de côté, car ils sont aussi parmi les autres.`,
  broken: (count) => (count === 1 ? '1 image n’a pas pu être lue.' : `${nFr(count)} images n’ont pas pu être lues.`),
  progress: 'Avancement',
  epochOf: (epoch, epochs) => `Époque ${epoch} sur ${epochs}`,
  left: (seconds) => `encore ${duration(seconds)} environ`,
  rate: (faces, device) => `${faces} visages par seconde sur ${device}`,
  devices: { cpu: 'le processeur', webgpu: 'la carte graphique' },
  pause: 'Mettre en pause',
  pausing: 'Pause après cette étape…',
  paused: 'En pause. Tout est gardé dans ce navigateur.',
  resume: 'Reprendre',
  done: (epochs) => `Terminé : ${epochs} ${epochs === 1 ? 'époque' : 'époques'}.`,
  forget: 'Supprimer cet entraînement',
  forgetText: 'Ses visages, son état et son réseau sont supprimés de ce navigateur.',
  forgetYes: 'Supprimer',
  forgetNo: 'Garder',
  curves: 'Courbes',
  loss: 'Perte',
  accuracy: 'Exactitude',
  trainingFaces: 'entraînement',
  validationFaces: 'validation',
  nothingYet: 'Rien encore.',
  lossIs: (training, validation) =>
    `Perte par époque, maintenant ${training} à l’entraînement et ${validation} à la validation`,
  accuracyIs: (training, validation) =>
    `Exactitude par époque, maintenant ${training} à l’entraînement et ${validation} à la validation`,
  curvesText:
    'Les visages pour apprendre sont tournés, déplacés et en partie cachés, leurs étiquettes adoucies, et tout ce qui s’apprend compte dans leur perte ; les deux courbes d’un graphique ne mesurent donc pas la même chose. La validation juge les poids moyens sur des visages inchangés.',
  epochFigures: (epoch, training, validation) =>
    `Après l’époque ${epoch} : ${training} à l’entraînement, ${validation} à la validation.`,
  result: 'Le réseau',
  resultText:
    'Tel qu’il est maintenant, avec des poids moyens. Après peu d’époques ou avec peu de visages, il a rarement raison.',
  evaluate: 'Évaluer',
  judging: 'Lecture des visages gardés…',
  judged: (faces, accuracy, f1) => `Sur ${nFr(faces)} visages gardés : exactitude ${accuracy}, F1 macro ${f1}.`,
  confusion: 'Combien de visages de chaque étiquette ont été lus comme quoi',
  labelled: 'étiquette',
  useInLive: 'Utiliser en direct',
  inUse: 'La vue en direct lit avec lui jusqu’à ce que la page soit rechargée.',
  saveOnnx: 'Enregistrer en .onnx',
  saveTflite: 'Enregistrer en .tflite',
  tooFew: (needed, got) =>
    `Il y a trop peu de visages : il en faut au moins ${nFr(needed)} pour apprendre (ici ${nFr(got)}). Choisis-en d’autres.`,
  oneClass: (emotion) =>
    `Tous les visages pour apprendre ont la même étiquette (${emotion}) ; il faut au moins deux émotions. Choisis-en d’autres.`,
  noValidation: 'Il n’y a pas de visages pour juger. Choisis-en plus, ou donne au fichier une partie de validation.',
  notKept:
    'Ce navigateur ne garde rien en ce moment (son stockage est plein ou interdit), l’entraînement serait donc perdu. Fais de la place et réessaie.',
  diverged:
    'La perte a grandi sans fin, et l’entraînement s’est arrêté. Ce qui était gardé est sauf ; d’autres visages ou un autre réseau peuvent aider.',
  colon: ' : ',
  line: (line) => `ligne ${nFr(line)}`,
  faults: (got) => ({
    empty: 'le fichier est vide',
    damaged: 'le fichier est abîmé ou coupé',
    archive: 'c’est une archive ; décompresse-la d’abord',
    header: `la première ligne doit avoir les colonnes emotion et pixels (ici « ${got} »)`,
    pixelCount: `il faut 48 × 48 = ${nFr(2304)} pixels (ici ${nFr(Number(got))})`,
    pixel: `les pixels doivent être des nombres de 0 à 255 (ici « ${got} »)`,
    usage: `usage inconnu « ${got} » ; il y a train, val et test`,
    tooMany: `on peut lire ici ${nFr(Number(got))} visages au plus`,
    noPictures: 'il n’y a pas d’images dans des dossiers au nom de leur émotion',
    folders: `les dossiers ${got} ne sont ni des parties (train, val, test) ni des émotions (angry, disgust, fear, happy, sad, surprise, neutral)`,
    unreadable: `ce navigateur ne peut lire aucune de ses ${nFr(Number(got))} images`,
    classes: `${got} : aucune des sept émotions (angry, disgust, fear, happy, sad, surprise, neutral) ; enlève-les, ou nomme-les ainsi`,
    numbered: `les classes sont des nombres (${got}), qui veulent dire autre chose dans chaque jeu de données ; nomme les dossiers ou étiquettes angry, disgust, fear, happy, sad, surprise, neutral`,
    noFaces: 'il n’y a pas de visages dedans',
  }),
  cannot: (reason) => `Cela ne marche pas : ${reason}.`,
};

export const trainingWords: Readonly<Record<Language, TrainingWords>> = { en, de, es, fr };
