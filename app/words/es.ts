/**
 * Spanish. Words for faces are said of the face ("rostro"), words for feelings are nouns: neither tells whether a man or a
 * woman is meant.
 */
import type { FeelingWord } from '../journal/feelingWords';
import type { Words } from './en';
import { begun, dateAt, formatsOf } from './formats';

const { dates, number, list, weekday, weekdayShort, monthName, moment, ago } = formatsOf('es');

const spanishWords: Readonly<Record<string, string>> = {
  tense: 'tensión',
  afraid: 'miedo',
  panicky: 'pánico',
  furious: 'furia',
  angry: 'enfado',
  stressed: 'estrés',
  overwhelmed: 'agobio',
  frustrated: 'frustración',
  annoyed: 'fastidio',
  jealous: 'celos',
  disgusted: 'asco',
  worried: 'preocupación',
  nervous: 'nervios',
  impatient: 'impaciencia',
  insecure: 'inseguridad',
  ashamed: 'vergüenza',
  guilty: 'culpa',
  embarrassed: 'apuro',
  hurt: 'dolor',
  sad: 'tristeza',
  grieving: 'duelo',
  lonely: 'soledad',
  disappointed: 'decepción',
  hopeless: 'desesperanza',
  down: 'bajón',
  empty: 'vacío',
  numb: 'embotamiento',
  homesick: 'añoranza',
  discouraged: 'desánimo',
  exhausted: 'agotamiento',
  sluggish: 'pereza',
  bored: 'aburrimiento',
  tired: 'cansancio',
  distant: 'distancia',
  confused: 'confusión',
  restless: 'inquietud',
  torn: 'indecisión',
  shocked: 'susto',
  surprised: 'sorpresa',
  alert: 'alerta',
  curious: 'curiosidad',
  focused: 'concentración',
  excited: 'entusiasmo',
  elated: 'euforia',
  inspired: 'inspiración',
  energetic: 'energía',
  confident: 'confianza',
  proud: 'orgullo',
  playful: 'ganas de jugar',
  happy: 'felicidad',
  'in love': 'amor',
  joyful: 'alegría',
  amused: 'diversión',
  hopeful: 'esperanza',
  interested: 'interés',
  grateful: 'gratitud',
  touched: 'emoción',
  loved: 'cariño',
  connected: 'conexión',
  relieved: 'alivio',
  content: 'satisfacción',
  safe: 'seguridad',
  balanced: 'equilibrio',
  calm: 'calma',
  peaceful: 'paz',
  relaxed: 'relajación',
  dreamy: 'ensoñación',
  sleepy: 'sueño',
  thoughtful: 'reflexión',
  fine: 'todo bien',
} satisfies Record<FeelingWord, string>;
const spanishTags: Readonly<Record<string, string>> = {
  sleep: 'descanso',
  people: 'gente',
  work: 'trabajo',
  movement: 'movimiento',
  food: 'comida',
  family: 'familia',
  study: 'estudios',
  nature: 'naturaleza',
  home: 'casa',
  hobby: 'aficiones',
  health: 'salud',
  travel: 'viajes',
};
const entryCount = (n: number) => (n === 0 ? 'ninguna entrada' : n === 1 ? '1 entrada' : `${n} entradas`);
const dayCount = (n: number) => (n === 1 ? '1 día' : `${n} días`);
const timesCount = (n: number) => (n === 1 ? '1 vez' : `${n} veces`);
/** "por la mañana" */
const inPart = (part: string) => (part === 'mediodía' || part === 'anochecer' ? `al ${part}` : `por la ${part}`);
const spanBefore = { week: 'la semana', month: 'el mes', year: 'el año' };

export const es: Words = {
  direction: 'ltr',
  list,
  number,
  emotions: {
    angry: 'enfadado',
    disgust: 'asqueado',
    fear: 'asustado',
    happy: 'alegre',
    sad: 'triste',
    surprise: 'sorprendido',
    neutral: 'neutro',
  },
  scales: {
    angry: 'enfado',
    disgust: 'asco',
    fear: 'miedo',
    happy: 'alegría',
    sad: 'tristeza',
    surprise: 'sorpresa',
    neutral: 'neutro',
  },
  mostly: (word) => `sobre todo ${word}`,
  aLittle: (words) => `un poco ${words}`,
  notSure: 'no está claro',
  tooLong: (over, most) => `${over === 1 ? 'Sobra 1 carácter' : `Sobran ${over} caracteres`}: caben ${most}.`,
  cameraOn: 'cámara encendida',
  onDevice: 'solo en este dispositivo',
  limits:
    'Una expresión no es un sentimiento. La luz, el ángulo, la edad, la cultura y las gafas cambian lo que se lee. Esto no es un producto sanitario.',
  nav: {
    label: 'Vistas',
    live: 'En vivo',
    journal: 'Diario',
    trends: 'Evolución',
    care: 'Para ti',
    files: 'Archivos',
    about: 'Acerca de',
    train: 'Entrenar',
  },
  settings: {
    title: 'Ajustes',
    open: 'Ajustes',
    close: 'Cerrar',
    camera: 'Cámara',
    anyCamera: 'Predeterminada',
    resolution: 'Tamaño de imagen',
    mirrored: 'Como en un espejo',
    smoothing: 'Suavizado',
    smoothingText: 'Más largo es más estable; más corto sigue más rápido.',
    finder: 'Detector de rostros',
    finders: {
      blazeface: 'BlazeFace, cerca de la cámara',
      auto: 'BlazeFace, toda la habitación',
      mtcnn: 'MTCNN',
    },
    mtcnnMissing: 'MTCNN se puede elegir después de «feeling models pull mtcnn».',
    network: 'Red',
    packaged: 'compact, que viene con feeling',
    ownNetwork: 'Otra red (.onnx)',
    packagedAgain: 'Volver a compact',
    badNetwork: (why) => `Ese archivo no se puede usar; compact sigue. (${why})`,
    otherNetwork: {
      title: (file) => `Sobre ${file}`,
      question: (file) => `${file} no dice qué devuelve. Quien lo hizo lo sabe; compact sigue hasta que lo indiques.`,
      labels: 'Emociones, en el orden de sus salidas',
      labelsText:
        'En inglés y separadas por comas. Otro nombre se escribe como «enfado=angry»; «-» es una salida que no es una emoción. El desprecio (contempt) cuenta como neutro.',
      scale: 'Los píxeles entran como',
      scales: {
        '0..255': 'de 0 a 255',
        '0..1': 'de 0 a 1',
        '-1..1': 'de −1 a 1',
        imagenet: 'media y desviación de ImageNet',
      },
      order: 'Colores, si los ve',
      size: 'Píxeles por lado, si el archivo no lo dice',
      use: 'Usar',
      fault: ({ what, got, right }) =>
        ({
          outputs: `${got} nombres, pero la red da ${right} números. Nombra cada salida en su orden, «-» para la que no sea una emoción.`,
          label: `¿Qué significa «${got}»? Escríbelo como «${got || 'nombre'}=happy», con angry, disgust, fear, happy, sad, surprise, neutral o contempt.`,
          twice: `Dos nombres significan «${got}»; cada emoción puede figurar una sola vez.`,
          few: 'Al menos dos nombres deben ser emociones.',
          size: 'El archivo no dice de qué tamaño son sus imágenes. Indica abajo los píxeles por lado.',
          otherSize: `Sus imágenes tienen ${right} píxeles por lado, no ${got}.`,
          input: `No lee rostros como esta página puede dárselos: una imagen cuadrada, gris o en color (su entrada: ${got}).`,
          noOnnx: 'No es un archivo ONNX.',
          elsewhere: `Sus números están en ${got}, y una página lee un solo archivo. «feeling export» hace uno de ambos.`,
        })[what],
    },
    backend: 'Ejecutar en',
    measured: (few: [cpu: string, card: string], many: [cpu: string, card: string]) =>
      `Medido en este dispositivo: una cara tarda ${few[0]} ms en el procesador y ${few[1]} ms en la tarjeta gráfica; cinco tardan ${many[0]} y ${many[1]} ms. Cada tarea va donde es más rápida.`,
    backends: { auto: 'Automático', webgpu: 'Tarjeta gráfica (WebGPU)', cpu: 'Procesador (WebAssembly)' },
    passiveLook: 'Lecturas automáticas con la cámara, cada cinco minutos',
    passiveLookText:
      'Durante 15 segundos, solo con esta página abierta y a la vista, y siempre con aviso. El diario recibe los números, nunca una imagen.',
    reminders: {
      title: 'Recordatorios',
      add: 'Añadir un recordatorio',
      one: (n) => `Recordatorio ${n}`,
      time: 'Recordarme una entrada a las',
      remove: 'Quitar',
      text: 'Una notificación de este dispositivo, mientras esta página esté abierta en algún sitio, los días sin entradas.',
      noDay: 'No llega: no hay ningún día elegido.',
      refused: 'Tu navegador ha rechazado las notificaciones. Puedes permitirlas en la barra de direcciones.',
    },
    lookBack: 'Repasar la semana los',
    lookBackNever: 'Nunca',
    dayBegins: 'El día empieza a las',
    dayBeginsText:
      'Lo que escribes antes pertenece a la noche anterior, en el diario, en la evolución y en los recordatorios.',
    theme: 'Colores',
    themes: { auto: 'Igual que el sistema', light: 'Claro', dark: 'Oscuro' },
    language: 'Idioma',
    likeBrowser: 'Igual que el sistema',
    forgetful:
      'Este navegador no guarda los ajustes (su almacenamiento está lleno o prohibido). Valen hasta que cierres la página.',
  },
  live: {
    video: 'Tu cámara',
    readings: 'Lecturas',
    facesCount: (n) => (n === 0 ? 'Ningún rostro' : `${n} rostro${n === 1 ? '' : 's'}`),
    noReading: 'Aún no hay nada que leer',
    face: (id) => `rostro ${id}`,
    choose: (id) => `Ver el rostro ${id} en detalle`,
    youLook: (words) => `Tu rostro parece ${words}`,
    faceLooks: (id, words) => `El rostro ${id} parece ${words}`,
    lastMinute: (words) => (words === undefined ? 'El último minuto' : `El último minuto: ${words}`),
    mixed: 'variado',
    valence: 'desagradable ↔ agradable',
    valenceIs: (value) => (Math.abs(value) < 0.1 ? 'intermedio' : value > 0 ? 'agradable' : 'poco agradable'),
    howSure: 'certeza',
    sureness: (p) => (p >= 0.7 ? 'bastante alta' : p >= 0.5 ? 'probable' : p >= 0.35 ? 'una intuición' : 'dudosa'),
    threshold: 'Sensibilidad',
    thresholdText:
      'Una emoción se nombra cuando su parte llega hasta aquí; más bajo nombra más. Si ninguna llega, la respuesta es «no está claro».',
    figures: (fps, ms, engine) => `${fps} imágenes/s · ${ms} ms · ${engine}`,
    threads: (n) => `WebAssembly, ${n} hilo${n === 1 ? '' : 's'}`,
    pause: 'Pausar',
    resume: 'Reanudar',
    paused: 'En pausa. La cámara está apagada.',
    fullScreen: 'Pantalla completa',
    leaveFullScreen: 'Salir de pantalla completa',
    smallWindow: 'Ventana pequeña',
    turnOn: 'Encender la cámara',
    readPhoto: 'Leer una foto',
    sample: 'Probar con un dibujo',
    summary: (seconds, shares) => {
      const minutes = Math.floor(seconds / 60);
      return `Tu rostro se vio durante ${minutes > 0 ? `${minutes} min ` : ''}${seconds % 60} s: ${shares}.`;
    },
    snapshot: 'Captura',
    snapshotText: 'Se guarda en este dispositivo, solo cuando lo pulsas.',
    blurFaces: 'Desenfocar los rostros en las capturas',
    blurring: {
      title: 'Captura con rostros desenfocados',
      looking: 'Buscando rostros…',
      found: (n) =>
        n === 0
          ? 'No se ha encontrado ningún rostro. Toca donde haya uno.'
          : `${n === 1 ? 'Un rostro está desenfocado' : `${n} rostros están desenfocados`}. Toca cualquier otro lugar que quieras desenfocar.`,
      failed: 'La búsqueda de rostros ha fallado. Toca todos los que aún se distingan antes de guardar.',
      hideMore: 'Desenfocar otro lugar: tócalo, o muévete con las flechas y pulsa Intro',
      save: 'Guardar',
      undo: 'Deshacer',
      cancel: 'Cancelar',
    },
    record: 'Grabar datos',
    stopRecording: (seconds) => `Detener la grabación (${seconds} s)`,
    game: {
      title: 'Muéstrame las siete',
      step: (n, of) => `${n} de ${of}`,
      make: (emotion) => `Pon un gesto ${emotion}`,
      hint: {
        angry: 'Cejas abajo y juntas, labios apretados.',
        disgust: 'Arruga la nariz, sube el labio de arriba.',
        fear: 'Cejas arriba y juntas, ojos muy abiertos, boca entreabierta.',
        happy: 'Sonríe hasta que sonrían los ojos.',
        sad: 'El interior de las cejas hacia arriba, la comisura de la boca hacia abajo.',
        surprise: 'Cejas arriba, boca abierta.',
        neutral: 'Deja descansar la cara.',
      },
      leaveOut: 'Saltar esta',
      done: (n) => (n === 7 ? 'Las siete' : `${n} de 7`),
      save: 'Guardar como imagen',
      again: 'Jugar otra vez',
      close: 'Cerrar',
      notKept: 'Estas imágenes desaparecen al cerrar, a no ser que las guardes.',
    },
    recorded: (clock, rows) => `${clock}: ${rows} filas de números, sin imágenes:`,
    discardRecording: (clock) => `Descartar la grabación de las ${clock}`,
    why: '¿Por qué?',
    whyText: (emotion, where) =>
      `Lo que apunta a «${emotion}» está sobre todo ${where}: si se tapan las zonas claras, pierde fuerza.`,
    whyNothing: (emotion) => `Ninguna zona apunta por sí sola a «${emotion}»; es el rostro en conjunto.`,
    whyGone: 'La imagen de ese rostro ya no está. Pregunta otra vez mientras se vea.',
    whyWait: 'Mirando…',
    places: {
      brow: 'alrededor de las cejas',
      eyes: 'alrededor de los ojos',
      middle: 'en la nariz y las mejillas',
      mouth: 'alrededor de la boca',
    },
    hindrances: {
      far: ['demasiado lejos', 'Acércate o usa una imagen más grande.'],
      dark: ['demasiado oscuro', 'Ayuda tener más luz de frente.'],
      bright: ['demasiada luz', 'Ayuda tener menos luz en la cara.'],
      turned: ['girado', 'Mira hacia la cámara.'],
      blurred: ['borroso', 'No te muevas, o limpia la lente.'],
      covered: ['medio tapado', 'Muestra toda la cara.'],
    },
    fellBack: 'La tarjeta gráfica se ha parado; sigue el procesador.',
    restarted: 'La lectura se detuvo un momento y se ha reiniciado.',
  },
  notices: {
    starting: ['Enseguida', 'Las redes se están cargando. La primera vez tarda un momento.'],
    welcome: [
      '¿Qué muestra tu cara?',
      'Con la cámara encendida, esta página lee tu expresión mientras miras. Las imágenes se leen en esta página y no van a ninguna parte.',
    ],
    asking: [
      '¿Puede esta página usar tu cámara?',
      'Tu navegador lo está preguntando. Las imágenes se leen en esta página y no van a ninguna parte.',
    ],
    denied: [
      'La cámara está bloqueada',
      'Tú o tu navegador habéis dicho que no. No se ha grabado nada. Para cambiarlo, permite la cámara en la barra de direcciones y vuelve a intentarlo.',
    ],
    unplugged: ['La cámara se ha desconectado', 'Conéctala, o conecta otra; se usará al momento.'],
    noCamera: [
      'No se ha encontrado ninguna cámara',
      'Conecta una o enciende la de este dispositivo; se usará al momento.',
    ],
    noFace: ['Aún no hay ningún rostro', 'Acércate un poco, o enciende una luz frente a ti.'],
    inUse: [
      'La cámara está ocupada',
      'Parece que otro programa la está usando. Ciérralo; esta página lo volverá a intentar sola.',
    ],
    insecure: [
      'Esta dirección no puede usar la cámara',
      'Los navegadores solo dan la cámara a páginas de este ordenador o por https. Aun así se pueden leer fotos y vídeos.',
    ],
    engine: ['La lectura se ha detenido', 'Las redes no pudieron continuar. No se ha perdido nada.'],
    failed: ['La cámara no ha arrancado', ''],
    tooOld: ['Este navegador es demasiado antiguo', ''],
  },
  missing: (parts) => `Le falta ${parts}. Un Chrome, Edge, Firefox o Safari actual lo tiene.`,
  notLoaded:
    'Esta parte de la página no se ha podido cargar. Tus entradas están a salvo. Conéctate una vez y vuelve a intentarlo.',
  update: {
    ready: 'Hay una versión nueva. Lo que tienes abierto sigue hasta que la cargues.',
    take: 'Recargar',
  },
  tryAgain: 'Reintentar',
  lookAgain: 'Buscar otra vez',
  startAgain: 'Empezar de nuevo',
  files: {
    title: 'Fotos y vídeos',
    drop: 'Suelta aquí fotos o vídeos, o pega una imagen.',
    choose: 'Elegir archivos',
    sampleName: 'rostro dibujado',
    private: 'Se leen en esta página y no van a ninguna parte.',
    pages: (count) => `${count} páginas, leídas como una por segundo`,
    endsAt: (seconds) =>
      `El archivo está dañado o cortado a partir de ${number(seconds, 1)} s; lo anterior se ha leído.`,
    unreadable: (name) => `Este navegador no puede leer ${name}.`,
    empty: (name) => `${name} está vacío.`,
    noPicture: (name) => `${name} no es ni una foto ni un vídeo.`,
    needsHeif: (name) =>
      `${name} es una foto HEIC, y la parte que las lee no está instalada. «npm install libheif-js» junto a feeling la añade.`,
    noFace: 'No se ha encontrado ningún rostro.',
    readingPhoto: 'Leyendo la foto…',
    waiting: 'Esperando su turno…',
    reading: (percent) => `Leyendo… ${percent} %`,
    timeline: (words) => `A lo largo del tiempo: ${words}`,
    scrub: 'Posición en el vídeo',
    remove: (name) => `Quitar ${name}`,
    looks: (words) => `parece ${words}`,
    save: 'Guardar datos',
  },
  journal: {
    checkIn: 'Nueva entrada',
    question: '¿Cómo te sientes?',
    moments: { now: 'Ahora', earlier: 'Hoy antes', yesterday: 'Ayer', day: 'Otro día' },
    clock: 'Hora',
    dayAndClock: 'Día y hora',
    countsFor: (date) => `Esto cuenta para el ${dates({ dateStyle: 'full' }).format(new Date(date))}.`,
    notYet: 'Eso es más tarde que ahora. Elige una hora que ya haya pasado.',
    tapPlane: 'Toca o arrastra hasta el lugar que encaje.',
    place: (valence, energy, word) => `${valence}, ${energy}: cerca de «${word}»`,
    saved: 'Guardado.',
    find: {
      search: 'Buscar en notas, palabras y etiquetas',
      tag: 'Etiqueta',
      anyTag: 'Todas las etiquetas',
      word: 'Emoción',
      anyWord: 'Todas las palabras',
      found: (n, day) => `${begun(entryCount(n))}${day ? ` · ${day}` : ''}`,
      all: 'Mostrar todo',
    },
    calendar: {
      title: 'Calendario',
      earlier: 'Mes anterior',
      later: 'Mes siguiente',
      month: (day) => begun(dates({ month: 'long', year: 'numeric' }).format(dateAt(day))),
      day: (day, n, mood) =>
        `${begun(dates({ dateStyle: 'full' }).format(dateAt(day)))}: ${entryCount(n)}${mood ? `, ${mood}` : ''}`,
      help: 'Toca un día para ver sus entradas, o uno vacío para escribir en él.',
    },
    lookBack: {
      title: 'Tu semana',
      sentence: (mood, days, change) => {
        const said = `Los últimos siete días, en conjunto: ${mood} (${dayCount(days)} con entradas)`;
        if (change === undefined) return `${said}.`;
        if (Math.abs(change) < 0.05) return `${said}, casi igual que la semana anterior.`;
        return `${said}, ${change > 0 ? 'más' : 'menos'} agradable que la semana anterior, en ${number(Math.abs(change), 2)}.`;
      },
      words: (found) => `Dijiste a menudo: ${found.join(', ')}.`,
      tags: (found) => `Estuvo a menudo: ${found.join(', ')}.`,
      best: (day) => `Ver tu mejor día, ${day}`,
      done: 'Cerrar',
    },
    axes: { valence: 'De desagradable a agradable', energy: 'De poca a mucha energía' },
    axisValue: (axis, value) => {
      const strength = Math.abs(value) < 0.15 ? '' : Math.abs(value) < 0.6 ? 'bastante ' : 'muy ';
      if (!strength) return axis === 'valence' ? 'ni agradable ni desagradable' : 'energía media';
      if (axis === 'valence') return strength + (value > 0 ? 'agradable' : 'desagradable');
      return `energía ${strength}${value > 0 ? 'alta' : 'baja'}`;
    },
    ends: { high: 'mucha energía', low: 'poca energía', pleasant: 'agradable', unpleasant: 'desagradable' },
    wordsLabel: '¿Qué palabras encajan?',
    word: (word) => spanishWords[word] ?? word,
    tagsLabel: '¿Qué está pasando?',
    tag: (tag) => spanishTags[tag] ?? tag,
    ownTag: 'Otra cosa',
    addTag: 'Añadir',
    tags: {
      edit: 'Ordenar etiquetas',
      title: 'Tus etiquetas',
      text: 'Los grupos reúnen etiquetas al escribir una entrada.',
      groups: 'Grupos',
      newGroup: 'Un grupo nuevo',
      name: (group) => `Nombre del grupo «${group}»`,
      remove: (group) => `Quitar el grupo «${group}»`,
      removed: (group) => `«${group}» se ha quitado. Sus etiquetas se conservan.`,
      none: 'Sin grupo',
    },
    note: 'Nota',
    look: 'Lectura con la cámara (15 segundos)',
    lookText: 'Solo guarda números, nunca una imagen. Lo que cuenta es lo que tú dices.',
    done: 'Listo',
    storage: {
      full: 'no queda espacio en este dispositivo; libera primero un poco',
      unusable: 'el navegador no puede usar su almacenamiento ahora; quizá el disco esté lleno',
      forbidden: 'el navegador no permite guardar nada aquí, como en muchas ventanas privadas',
      locked: 'el diario está bloqueado',
      newer: 'una versión más nueva de esta página ha escrito el diario; vuelve a cargar la página',
      changed: 'otra pestaña ha cambiado el diario mientras tanto',
    },
    notSaved: (why) => `No se ha podido guardar (${why}). Lo que has escrito sigue aquí; inténtalo de nuevo.`,
    notKept: (why) => `No se ha podido hacer (${why}). No ha cambiado nada; inténtalo de nuevo.`,
    looking: 'La cámara está encendida',
    secondsLeft: (n) => (n === 1 ? 'Queda 1 segundo' : `Quedan ${n} segundos`),
    noLook: 'Saltar la lectura con la cámara',
    lookPaused: 'La cámara está en pausa',
    lookPausedText: 'Puede mirar solo para esta entrada y después sigue en pausa.',
    lookNow: 'Mirar ahora',
    valenceIs: (value) =>
      Math.abs(value) < 0.15
        ? 'intermedio'
        : (Math.abs(value) < 0.6 ? 'bastante ' : 'muy ') + (value > 0 ? 'agradable' : 'desagradable'),
    level: (value) => (value === 0 ? 'intermedio' : value > 0 ? 'agradable' : 'desagradable'),
    after: (activity) => `Después de: ${activity}`,
    lookOnly: 'Lectura con la cámara',
    looks: (n) => (n === 1 ? '1 lectura automática' : `${n} lecturas automáticas`),
    passiveLooking: 'Lectura automática con la cámara',
    change: (clock) => `Cambiar la entrada de las ${clock}`,
    changing: 'Cambiar esta entrada',
    removedElsewhere: 'Esta entrada se borró en otro sitio. Listo la recupera, con lo que cambiaste.',
    when: 'Cuándo',
    cancel: 'Cancelar',
    reminder: { title: '¿Cómo te sientes?', text: 'Una entrada lleva diez segundos, si te apetece.' },
    seen: (words, unsure) =>
      unsure > 0.5 ? 'La cámara no tuvo claro lo que veía.' : `Para la cámara tu rostro parecía ${words}.`,
    apart: (apart, both) =>
      `En ${apart} de ${both} entradas la cámara vio algo distinto de lo que dijiste. Aquí cuenta lo que tú dices.`,
    remove: (clock) => `Quitar la entrada de las ${clock}`,
    removed: 'La entrada se ha quitado.',
    undo: 'Recuperarla',
    earlier: 'Días anteriores',
    empty: 'Aún no hay nada. Toca arriba el lugar que encaje con cómo te sientes.',
    failed: (why) =>
      `El diario no se puede abrir ahora (${why}). Lo que ya estaba guardado sigue como estaba. En vivo y Archivos funcionan igual.`,
    day: (ago, date) =>
      ago === 0 ? 'Hoy' : ago === -1 ? 'Ayer' : begun(dates({ dateStyle: 'full' }).format(new Date(date))),
    alarm: {
      label: 'Tus días han bajado',
      sentence: (days, isOver) => {
        if (isOver)
          return `Últimamente ${days} días fueron más bajos que tus días habituales. Los más recientes vuelven a ser como siempre.`;
        if (days === 1) return 'Tu último día fue mucho más bajo que tus días habituales.';
        return `Tus últimos ${days} días fueron más bajos que tus días habituales.`;
      },
      picture: (days) => `Tus últimos ${days} días con entradas, sobre la franja que es habitual para ti`,
      explanation: (real) =>
        `Cada punto es un día; la franja es lo habitual para ti, la línea tus últimas seis semanas y la discontinua las dos últimas. De diez avisos así, unos ${real} son reales en nuestras simulaciones. No es un diagnóstico, y puede equivocarse.`,
      help: 'Quizá ayude ahora algo pequeño.',
      care: 'Ver qué te ha ayudado',
      later: 'Ahora no',
      wrong: 'No es así',
    },
    rise: {
      label: 'Tus días han subido',
      sentence: (days, isOver) => {
        if (isOver)
          return `Últimamente ${days} días fueron más altos que tus días habituales. Los más recientes vuelven a ser como siempre.`;
        if (days === 1) return 'Tu último día fue mucho más alto que tus días habituales.';
        return `Tus últimos ${days} días fueron más altos que tus días habituales.`;
      },
      explanation:
        'Cada punto es un día; la franja es lo habitual para ti. Casi siempre los días altos son simplemente días buenos. No es un diagnóstico, y puede equivocarse.',
      help: 'Si las rachas altas te han agotado otras veces, quizá te ayuden a mantener el equilibrio el sueño regular, las noches tranquilas y alguien de confianza.',
      watch: 'Avisarme también de los días inusualmente altos',
    },
    lowSpell: {
      label: 'Dos semanas',
      sentence:
        'Llevas dos semanas diciendo que todo es muy difícil. Hablar con alguien de confianza, o con personal médico, puede ayudar.',
      lines: 'A quién puedes llamar',
      linesEdited: 'Una línea para cada uno, con un número o una dirección web',
      editLines: 'Editar la lista',
      usualLines:
        'España: 024 (conducta suicida)\nMéxico: 800 911 2000 (Línea de la Vida)\nEstados Unidos: 988 (pulsa 2 para español)\nOtros países: findahelpline.com',
    },
    unreadable: (n) =>
      n === 1
        ? '1 entrada no se puede abrir; se conserva. Las demás están todas aquí.'
        : `${n} entradas no se pueden abrir; se conservan. Las demás están todas aquí.`,
    newer:
      'Una versión más nueva de esta página ha escrito este diario. Aquí puedes leerlo y exportarlo, pero no cambiarlo.',
    replaced:
      'Una versión más nueva de esta página está abierta en otra pestaña. Tus entradas están a salvo. Recarga esta pestaña para continuar.',
    reload: 'Recargar esta pestaña',
    backup: {
      none: 'Tu diario lleva un mes sin copia de seguridad.',
      export: 'Exportarlo ahora',
      later: 'Ahora no',
      choose: 'Guardar copias en una carpeta',
      text: 'Después de cada día con entradas se escribe allí una copia, cifrada si tu diario lo está.',
      into: (folder) => `Después de cada día con entradas va una copia a la carpeta «${folder}».`,
      stop: 'Dejar de hacer copias',
      needsPermission: (folder) => `Las copias en «${folder}» esperan tu permiso.`,
      allow: 'Permitirlas',
      failed: (why) => `No se ha podido escribir la última copia (${why}). Tus entradas están a salvo.`,
    },
    devices: {
      title: 'Tus dispositivos',
      text: 'El mismo diario en el móvil y en el portátil: cada uno deja un archivo cifrado donde los demás lo encuentran, y toma lo que ellos han cambiado. Nadie puede leer esos archivos sin tu contraseña.',
      folderText:
        'Elige una carpeta que todos tengan, por ejemplo una de Nextcloud, Syncthing, iCloud Drive o Dropbox.',
      noFolder: 'Este navegador no puede escribir en carpetas. Chrome y Edge sí.',
      chooseFolder: 'Sincronizar con una carpeta',
      deviceName: 'Cómo se llama este dispositivo',
      thisDevice: (isPhone) => (isPhone ? 'Móvil' : 'Portátil'),
      others: 'Ya hay un diario allí. Escribe la contraseña que usas en tu otro dispositivo.',
      othersAndSeal:
        'Ya hay un diario allí. Escribe la contraseña que usas en tu otro dispositivo; bloqueará también este diario.',
      own: 'Escribe la contraseña de tu diario; en tus otros dispositivos la escribes una vez.',
      newPassphrase:
        'Para sincronizar hace falta una contraseña. Bloquea tu diario en este dispositivo, y en los otros la escribes una vez. Nadie puede ayudarte si la olvidas.',
      passphrase: 'Contraseña del diario',
      begin: 'Empezar a sincronizar',
      cancel: 'Cancelar',
      on: (folder) => `Tus dispositivos comparten este diario por la carpeta «${folder}».`,
      onServer: (address) => `Tus dispositivos comparten este diario por ${address}.`,
      server: 'Sincronizar con un servidor (WebDAV, Nextcloud)',
      serverText:
        'Solo van archivos cifrados a la dirección que escribas, y a ningún otro sitio. Usa una contraseña de aplicación, no la de tu cuenta; se guarda cifrada y no se vuelve a mostrar.',
      address: 'Dirección de una carpeta',
      badAddress: 'La dirección debe empezar por https:// (o estar en este equipo), sin un usuario en ella.',
      user: 'Usuario',
      appPassword: 'Contraseña de aplicación',
      askServer: 'Continuar',
      never: 'Aún sin sincronizar.',
      last: (when, devices) =>
        devices.length === 0
          ? `Última sincronización: ${when}; todavía no hay otro dispositivo.`
          : `Última sincronización: ${when} con ${devices.join(', ')}.`,
      ago: (minutes) => (minutes < 1 ? 'ahora mismo' : ago(minutes)),
      busy: 'Sincronizando…',
      now: 'Sincronizar ahora',
      stop: 'Dejar de sincronizar',
      stopText: 'Este dispositivo conserva su diario, y los otros conservan el suyo.',
      removeFile: 'Quitar también de allí el archivo de este dispositivo',
      needsPassphrase: 'Sin contraseña, tus dispositivos dejan de sincronizarse.',
      forget: 'Solo olvida este dispositivo. Los otros conservan su diario hasta que lo borres allí.',
      allow: 'Permitir',
      problem: (kind, why) => {
        const later = 'Lo que escribes se guarda aquí y se sincroniza después.';
        const again = 'No se ha perdido nada; se intentará de nuevo.';
        const problems: Record<typeof kind, readonly [string, string]> = {
          permission: ['El navegador necesita otra vez tu permiso para usar la carpeta.', 'No se ha perdido nada.'],
          missing: ['La carpeta no está.', 'No se ha perdido nada. Deja de sincronizar y elígela de nuevo.'],
          offline: ['Estás sin conexión.', later],
          unreachable: [`${why} no responde, o no permite esta página (CORS).`, later],
          blocked: [
            `Esta página solo puede contactar con su propia dirección. Iníciala con «feeling live --sync-with ${why}» y recárgala cuando diga que hay una versión nueva.`,
            '',
          ],
          refused: ['El servidor no acepta el usuario o la contraseña.', 'Deja de sincronizar y configúralo de nuevo.'],
          noWebdav: [
            'Lo que responde en esta dirección no es una carpeta WebDAV; quizá sea una página de acceso.',
            again,
          ],
          full: ['No queda espacio donde están los archivos.', again],
          failed: [`No funcionó (${why}).`, again],
        };
        return problems[kind];
      },
      noneWhole: (files) =>
        `Aún incompleto o dañado: ${files.join(', ')}. Inténtalo de nuevo cuando esté completo, o quítalo de allí.`,
      damaged: (files) =>
        `Aún incompleto o dañado: ${files.join(', ')}. Lo que contenía antes está aquí; se leerá otra vez cuando esté completo.`,
      newer: (files) =>
        `Escrito por una versión más nueva de esta página: ${files.join(', ')}. Actualiza esta para leerlo.`,
      locked: (files) => `Cifrado con otra contraseña: ${files.join(', ')}. Escribe la contraseña de ese dispositivo.`,
      openOthers: 'Abrir',
      ahead: (devices) => `El reloj de ${devices.join(', ')} va adelantado. Ponlo en hora, por favor.`,
    },
    lock: {
      passphrase: 'Contraseña',
      isLocked: 'Tu diario está bloqueado',
      isWrong: 'Esa no es la contraseña. Tus entradas están a salvo.',
      damaged:
        'El cierre de este diario está dañado y ninguna contraseña lo abre ya. No se ha quitado nada: puedes exportar el diario cifrado o empezar de nuevo.',
      open: 'Abrir',
      set: 'Una contraseña, de ocho caracteres o más',
      again: 'La misma contraseña otra vez',
      differ: 'Las dos contraseñas no son iguales. Escribe la misma dos veces.',
      show: 'Mostrar la contraseña',
      hide: 'Ocultar la contraseña',
      setNow: 'Proteger el diario',
      tooShort: (least) => `Hacen falta al menos ${least} caracteres.`,
      lockNow: 'Bloquear ahora',
      lockHere: 'Bloquear el diario',
      openThere: 'Abrirlo en el diario',
      remove: 'Quitar la contraseña',
      change: 'Cambiar la contraseña',
      current: 'Contraseña actual',
      next: 'Una contraseña nueva, de ocho caracteres o más',
      changeNow: 'Cambiarla',
      changed: 'La contraseña se ha cambiado.',
      exportFirst:
        'Sin la contraseña nadie podrá volver a abrir el diario. Expórtalo antes si quieres una copia legible.',
      exportNow: 'Exportar antes',
      text: 'Con una contraseña, tus entradas, etiquetas, borradores y números de ayuda se cifran en este dispositivo y se bloquean tras cinco minutos sin ti. Nadie puede abrirlos sin ella, ni ayudarte si la olvidas.',
      noPromise:
        'Lo que escribiste antes puede quedar legible un tiempo en los archivos del navegador. Pon primero la contraseña y escribe después.',
    },
    fault: ({ what, entry, row, field, got, right }) => {
      if (what === 'cutOff')
        return `${entry ? `después de la entrada ${entry}, ` : ''}el archivo está cortado o dañado`;
      const where = row ? `fila ${row}: ` : entry ? `entrada ${entry}: ` : '';
      const said = {
        value: `${field || 'una entrada'} no puede ser ${got}${right ? ` (correcto: ${right})` : ''}`,
        missing: `falta ${field}`,
        unknown: `ningún diario tiene ${field}`,
        long: `${field || 'el archivo'} es más largo que ${right}`,
        unopened: 'no se puede abrir',
        twoMonths: `${got} puede ser de dos meses; escribe los días como 2026-03-01`,
        cells: 'tiene más celdas que columnas; los números y textos con coma van entre comillas',
      };
      return where + said[what];
    },
    keeping: {
      title: 'Tus datos',
      parts: { backup: 'Copia de seguridad', import: 'Importar', lock: 'Contraseña', remove: 'Borrar' },
      lastOn: (date) => `Última copia: ${moment(date)}`,
      never: 'Aún no hay ninguna copia.',
      where: (n) =>
        `${n} ${n === 1 ? 'entrada, guardada' : 'entradas, guardadas'} en este navegador, en este dispositivo y en ningún otro sitio.`,
      whereShared: (n) =>
        `${n} ${n === 1 ? 'entrada guardada' : 'entradas guardadas'} en este navegador, en este dispositivo, y ${n === 1 ? 'cifrada' : 'cifradas'} donde se encuentran tus dispositivos.`,
      keeping: {
        promised: 'Tu navegador ha prometido conservarlas.',
        'not promised': 'Tu navegador puede borrarlas si falta espacio, así que expórtalas de vez en cuando.',
      },
      sealed: 'Exportar (cifrado)',
      sealedText: 'Un archivo cifrado necesita tu contraseña. Los demás los puede leer cualquiera que los tenga.',
      asItIs: 'Exportar lo que hay',
      json: 'Exportar (JSON)',
      csv: 'Exportar (CSV)',
      import: 'Importar',
      importText: 'Un diario exportado aquí, o uno de Daylio (.csv). Lo que ya está no se duplica.',
      placesNeeded: 'Algunos estados de ánimo de este archivo tienen nombres propios. Di una vez dónde están.',
      whereMood: (mood) => `¿Dónde está «${mood}»?`,
      moodPlaces: {
        rad: 'muy agradable',
        good: 'agradable',
        meh: 'intermedio',
        bad: 'desagradable',
        awful: 'muy desagradable',
      },
      importPlaced: 'Importar el archivo',
      filePassphrase: (name) => `La contraseña de ${name}`,
      openFile: 'Abrir el archivo',
      wrongForFile: 'Esa no es la contraseña de este archivo. No se ha importado nada.',
      notTaken: (n, first) =>
        n === 0
          ? []
          : [
              `${n} ${n === 1 ? 'no se ha podido leer y falta' : 'no se han podido leer y faltan'}: ${first.join('; ')}${n > first.length ? ';…' : '.'}`,
            ],
      shortened: (n, rows) =>
        n === 0
          ? []
          : [
              `${n === 1 ? 'Una fila tenía' : `${n} filas tenían`} más de lo que cabe en una entrada, y falta el final: fila ${rows.join(', ')}${n > rows.length ? ',…' : '.'}`,
            ],
      importing: 'Leyendo…',
      imported: (added, known) =>
        `${added} ${added === 1 ? 'añadida' : 'añadidas'}, ${known} ya ${known === 1 ? 'estaba' : 'estaban'}.`,
      noJournal: (found, columns) =>
        ({
          nothing: 'el archivo está vacío',
          picture: 'es una imagen, no un diario',
          archive: 'es un archivo comprimido o un libro de cálculo; un diario es un archivo .json o .csv',
          document: 'es un documento, no un diario',
          binary: 'no es texto sin formato',
          table: `sus columnas son ${columns}, que no son las de este diario ni las de Daylio`,
        })[found],
      refused: (name, why) => `No se ha importado nada de ${name}: ${why}.`,
      forget: 'Borrar todo',
      forgetSure: 'Todas las entradas y los ajustes se borran para siempre. Expórtalos antes si los quieres conservar.',
      forgetWord: 'borrar',
      forgetType: (word) => `Escribe «${word}» para confirmar`,
      forgetYes: 'Borrar para siempre',
      forgetNo: 'Cancelar',
      forgotten: 'Se ha borrado todo.',
      notForgotten: (why) =>
        `Tus entradas siguen aquí (${why}). Cierra esta página en otras pestañas y ventanas e inténtalo de nuevo.`,
    },
  },
  trends: {
    title: 'Evolución',
    notEnough: (days, least) =>
      `Aún no es suficiente: ${days} de ${least} días tienen una entrada. Vuelve cuando haya algo que ver.`,
    notEnoughYet: 'Aún no es suficiente',
    noDifference: 'Ninguna diferencia mayor que el azar',
    numbers: 'Los números',
    yearQuestion: '¿Cómo ha sido el último año?',
    yearSays: (mood, best) => {
      const said =
        mood === undefined
          ? 'Días buenos y difíciles, por turnos'
          : `Sobre todo ${['desagradable', 'intermedio', 'agradable'][mood + 1]}`;
      return best ? `${said}; lo mejor fue ${best}` : said;
    },
    noEntry: 'sin entrada',
    yearAnswer: (days, entries) => `${dayCount(days)} con entradas, ${entryCount(entries)}`,
    yearGrid: 'Un cuadro por día',
    keyEnds: ['muy desagradable', 'muy agradable'],
    lineQuestion: '¿Cómo se mueve?',
    span: 'Periodo mostrado',
    spans: { day: 'día', week: 'semana', month: 'mes', year: 'año' },
    dayAnswer: (n) => (n === 0 ? 'Hoy aún no hay entradas' : `Hoy: ${entryCount(n)}`),
    time: 'Hora',
    periodBefore: 'Anterior',
    periodAfter: 'Siguiente',
    period: (span, first, last) =>
      span === 'year'
        ? String(first.getUTCFullYear())
        : span === 'month'
          ? begun(dates({ month: 'long', year: 'numeric' }).format(first))
          : dates({ dateStyle: 'medium' }).formatRange(first, last),
    longMonth: (date) => dates({ month: 'long' }).format(date),
    longDate: (date) => dates({ dateStyle: 'medium' }).format(date),
    shortDate: (date) => dates({ day: 'numeric', month: 'short' }).format(date),
    energyQuestion: '¿Cómo está tu energía?',
    energyAnswer: (mood, part) => {
      const said =
        mood === undefined ? 'A veces alta, a veces baja' : `Sobre todo ${['baja', 'media', 'alta'][mood + 1]}`;
      return part ? `${said}; tienes más ${inPart(part)}` : said;
    },
    energyDays: (days) => `${dayCount(days)} de los últimos 90 en los que la anotaste`,
    energyLevel: (value) => (value === 0 ? 'media' : value > 0 ? 'alta' : 'baja'),
    energy: 'Energía',
    wordsQuestion: '¿Qué palabras salen más?',
    wordsAnswer: ([first, ...others]) => {
      const then = others.slice(0, 2).map(({ name }) => `«${name}»`);
      const most = first ? `«${first.name}» es la más frecuente (${timesCount(first.times)})` : '';
      return then.length > 0 ? `${most}, luego ${list(then)}` : most;
    },
    word: 'Palabra',
    savePicture: 'Guardar como imagen',
    habitQuestion: '¿Con qué frecuencia escribes?',
    habitAnswer: (lately, row, longest) =>
      [
        `En ${lately} de los últimos 30 días`,
        row >= 3 ? `${row} días seguidos ahora` : '',
        longest >= 3 && longest > row ? `hasta ahora, ${longest} seguidos como máximo` : '',
      ]
        .filter(Boolean)
        .join(' · '),
    lineAnswer: (span, days, change) => {
      const count = `${dayCount(days)} con entradas`;
      if (change === undefined) return begun(count);
      if (Math.abs(change) < 0.05) return `Casi igual que ${spanBefore[span]} anterior (${count})`;
      return `${change > 0 ? 'Más' : 'Menos'} agradable que ${spanBefore[span]} anterior, en ${number(Math.abs(change), 2)} (${count})`;
    },
    weekdays: '¿Se distinguen los días de la semana?',
    weekday,
    weekdayShort,
    weekdaySentence: (name, isMore, value, margin, days) => {
      const several = name.endsWith('s') ? name : `${name}s`;
      return `Los ${several} suelen ser ${isMore ? 'más' : 'menos'} agradables, en ${value} ± ${margin} (${days} ${several})`;
    },
    dayParts: '¿Se distinguen los momentos del día?',
    dayPart: (hour) => ({ 5: 'mañana', 11: 'mediodía', 14: 'tarde', 18: 'anochecer', 22: 'noche' })[hour] ?? '',
    dayPartSentence: (name, isMore, value, margin, days) =>
      `${begun(inPart(name))} suele ser ${isMore ? 'más' : 'menos'} agradable que el resto del día, en ${value} ± ${margin} (${dayCount(days)})`,
    tags: '¿Qué acompaña a los días mejores o peores?',
    tagSentence: (name, isMore, value, margin, days) =>
      `Los días con «${name}» suelen ser ${isMore ? 'más' : 'menos'} agradables que los demás, en ${value} ± ${margin} (${dayCount(days)})`,
    cameraQuestion: '¿Ve la cámara lo que tú dices?',
    cameraAnswer: (pairs) => `${entryCount(pairs)} con lectura de la cámara; sobre la línea ambas coinciden`,
    yourWord: 'Lo que dices',
    theCamera: 'La cámara',
    month: 'Mes',
    monthName,
    day: 'Día',
    mean: 'Media',
    lowest: 'Mínimo',
    highest: 'Máximo',
    entries: 'Entradas',
    days: 'Días',
    difference: 'Diferencia',
    interval: 'Intervalo del 95 %',
  },
  care: {
    ask: '¿Cómo te sientes ahora mismo?',
    show: 'Ver qué podría ayudar',
    offers: 'Algo para ahora',
    none: 'Nada más por hoy',
    start: 'Empezar',
    notToday: 'Hoy no',
    all: 'Todo lo que hay',
    seeAll: (n) => `Ver las ${n}`,
    takes: (minutes) => (minutes === undefined ? 'lo que te apetezca' : `${minutes} min`),
    writing: 'Escribe aquí; se guarda con tu entrada.',
    before: 'Antes',
    afterwards: 'Después',
    more: 'Otra cosa para ahora',
    toJournal: 'Volver a tus entradas',
    neverAgain: 'No volver a sugerir',
    allAgain: (n) => `Volver a sugerir todo (${n} ${n === 1 ? 'oculta' : 'ocultas'})`,
    lifted: (value, margin, times) =>
      `Después te sentías ${value} ± ${margin} mejor (${timesCount(times)}, en una escala de −1 a 1).`,
    untried: 'Aún pocos intentos para saber si te ayuda.',
    month: (days) => `Los últimos ${days} días`,
    monthLine: (activity, times, lift) => {
      const name = `${es.care.activities[activity].title} (${timesCount(times)})`;
      if (!lift) return `${name}: aún no se sabe`;
      const { value, margin } = lift;
      const moved = `después, ${number(Math.abs(value), 1)} ± ${number(margin, 1)} ${value < 0 ? 'peor' : 'mejor'}`;
      return `${name}: ${moved}${Math.abs(value) < margin ? ', así que aún no se sabe' : ''}`;
    },
    monthText: 'Lo agradable de después menos lo de antes, en una escala de −1 a 1, con su intervalo del 95 %.',
    finished: 'He terminado',
    after: '¿Y cómo te sientes ahora?',
    thanks: 'Guardado. Es bueno saber qué te ayuda.',
    sound: 'Sonidos suaves',
    voice: 'Leer los pasos en voz alta',
    passed: 'Tiempo transcurrido',
    over: 'Eso era todo. Quédate lo que quieras.',
    breathIn: 'inhala',
    breathOut: 'exhala',
    limits: 'Son cosas pequeñas que a mucha gente le sientan bien. No sustituyen ningún tratamiento.',
    activities: {
      breathing: {
        title: 'Respirar despacio',
        what: 'Tres minutos, seis respiraciones por minuto.',
        steps: [
          'Siéntate como quieras.',
          'Toma aire mientras crece el círculo y suéltalo mientras encoge.',
          'Para cuando sea suficiente.',
        ],
      },
      meditation: {
        title: 'Cinco minutos de silencio',
        what: 'Sentarse y notar la respiración; nada más.',
        steps: [
          'Siéntate con la espalda recta y las manos en reposo.',
          'Nota cada respiración donde mejor la sientas.',
          'Cuando lleguen pensamientos, déjalos pasar y vuelve.',
        ],
      },
      movement: {
        title: 'Soltarse',
        what: 'Cuatro minutos de movimiento donde estés.',
        steps: [
          'Gira los hombros diez veces, adelante y atrás.',
          'Estira los brazos hacia arriba y luego déjalos colgar.',
          'Camina un minuto sin moverte del sitio.',
          'Sacude las manos y los pies.',
        ],
      },
      walk: {
        title: 'Un paseo',
        what: 'Diez minutos al aire libre, o por el pasillo.',
        steps: ['Deja aquí la pantalla.', 'Camina a un paso que te siente bien.', 'Nombra cinco cosas que veas.'],
      },
      call: {
        title: 'Llamar a alguien',
        what: 'Unas palabras con alguien que te cae bien.',
        steps: ['Piensa en alguien de quien hace tiempo que no sabes nada.', 'Llama o escribe; con dos frases basta.'],
      },
      gratitude: {
        title: 'Tres cosas buenas',
        what: 'Tres cosas buenas de hoy, por pequeñas que sean.',
        steps: ['Escribe o di una cosa que fue buena.', 'Y por qué lo fue.', 'Dos veces más.'],
      },
      windDown: {
        title: 'Bajar el ritmo',
        what: 'La última media hora antes de dormir, sin pantalla.',
        steps: [
          'Baja la luz.',
          'Guarda la pantalla después de esto.',
          'Lee, estírate o lávate despacio.',
          'Cuenta mañana cómo fue.',
        ],
      },
    },
  },
  personal: {
    title: 'Aprende tu cara',
    about:
      'Un rostro en reposo puede parecerle triste o serio a una red. Di unas cuantas veces qué muestra tu cara, también cuando acierta: las lecturas se adaptan entonces a ti, solo hasta donde tus propias imágenes lo confirman. Los números y las palabras se guardan con tu diario, bajo su contraseña; nunca una imagen. El perfil se elige a mano; no se reconoce a nadie.',
    me: 'Yo',
    whose: 'Qué cara se lee',
    nobody: 'la de nadie en particular',
    newName: 'Perfil nuevo',
    add: 'Añadir',
    notRight: '¿No es así?',
    whatIsIt: '¿Qué muestra el rostro?',
    whichTwo: '¿Qué dos muestra?',
    twoWords: 'dos palabras, para una mezcla',
    cancel: 'Cancelar',
    undo: 'Deshacer',
    noted: 'Anotado.',
    nothingYet: 'Aún no se ha aprendido nada.',
    unchanged: (n) => `De ${n} ${n === 1 ? 'corrección' : 'correcciones'} no cambia nada: no acertaría más a menudo.`,
    told: (said, from) => `«${said}» ya se distingue de «${from}».`,
    right: (n, now, before) => `En tus propias imágenes acierta ${now} de ${timesCount(n)} en lugar de ${before}.`,
    knows: (name) => `te conoce · ${name}`,
    compare: 'usar lo aprendido',
    thatIsMe: 'Esta es mi cara',
    guided: 'Enséñale en un minuto',
    skip: 'Saltar',
    stop: 'Parar',
    noFace: 'ningún rostro a la vista',
    prompts: [
      'Mira como cuando lees algo.',
      'Mira a la cámara y no pienses en nada.',
      'Cuenta en voz alta hasta cinco, con calma.',
      'Sonríe como a una amistad.',
      'Ríete como con un buen chiste.',
      'Mira como si alguien dijera tu nombre detrás de ti.',
      'Mira como cuando echas de menos a alguien.',
      'Mira como cuando alguien es injusto.',
    ],
    forget: 'Olvidar lo aprendido sobre mí',
    forgetSure: (name) => `Todas las correcciones de «${name}» se borran para siempre, y el perfil con ellas.`,
    forgetYes: 'Olvidarlo',
    obstacles: {
      locked: 'Tu diario está bloqueado, y con él lo aprendido sobre ti. Ábrelo en «Diario» y vuelve a intentarlo.',
      readOnly: 'Una versión más nueva de esta página ha escrito el diario. Recarga la página y vuelve a intentarlo.',
      failed:
        'Este navegador no lo puede guardar ahora (su almacenamiento está lleno o prohibido). No ha cambiado nada.',
    },
  },
  about: {
    title: 'Acerca de feeling',
    kept: 'La página está guardada en este dispositivo y se abre también sin red.',
    licences: 'De quién es el trabajo que contiene, y con qué licencias',
    train: 'Entrenar aquí una red propia, con rostros etiquetados',
    paragraphs: [
      'feeling lee lo que expresan los rostros: enfado, asco, miedo, alegría, tristeza, sorpresa, nada de eso, o una mezcla. Lo hace en esta página, en este dispositivo. Ninguna imagen y ningún número sale de él; la página ni siquiera puede contactar con otro servidor. Solo si compartes tu diario entre dispositivos van archivos cifrados al lugar que elegiste.',
      'Una expresión no es un sentimiento. La gente sonríe cuando está triste y parece seria cuando piensa. La luz, el ángulo, la edad, la cultura y las gafas cambian lo que se lee, y los rostros de los que aprendió los etiquetaron personas que a menudo no estaban de acuerdo: en esas fotos coincide con ellas unas dos de cada tres veces, y donde se preguntó a muchas, unas cinco de cada seis.',
      'Puede aprender cómo es tu cara con lo que dices de ella en «¿No es así?» y en los ajustes. De quién es la cara lo eliges tú: feeling reconoce expresiones, no personas, para que con él no se pueda buscar ni seguir a nadie. De una corrección guarda siete proporciones, hasta 64 números redondeados de la última capa de la red y tu palabra. Esos números no son una imagen y no se puede hacer ninguna con ellos, pero con muchos alguien podría adivinar si dos conjuntos son de la misma cara; por eso se quedan en este navegador, cifrados con tu diario, hasta que le pidas que los olvide.',
      'El diario guarda palabras y números, no fotos ni notas de voz: las imágenes y las voces dirían quién es alguien, mostrarían a otras personas que nunca lo aceptaron y son lo primero que otros buscan en un dispositivo.',
      'No es un producto sanitario ni un detector de mentiras. No debe usarse para juzgar a personas en el trabajo o en la escuela; en la Unión Europea está prohibido.',
    ],
  },
  intro: {
    label: 'Te damos la bienvenida',
    next: 'Siguiente',
    done: 'Empezar',
    skip: 'Saltar',
    step: (n, of) => `${n} de ${of}`,
    screens: [
      ['Lee expresiones', 'feeling mira rostros con tu cámara y dice qué expresan y con cuánta certeza.'],
      [
        'No conoce los sentimientos',
        'Una expresión no es un sentimiento. La luz, el ángulo, la edad, la cultura y las gafas cambian lo que se lee. Confía primero en ti.',
      ],
      ['Se queda aquí', 'Todo se lee en este dispositivo. Ninguna imagen y ningún número sale de él.'],
    ],
  },
};
