/** `npm run bench -- NAME`: what is measured, against whom. */
import { Command } from 'commander';

const program = new Command('bench').description('measurements; run them on a machine that does nothing else');
program
  .command('training')
  .description("one training step, beside ONNX Runtime's own forward convolutions of the same layers")
  .option('--network <name>', 'one network only')
  .option('--batch <n>', "faces a step (the recipe's)")
  .option('--plain', 'plain ONNX operators instead of the blocked layout')
  .action(async (options) => (await import('./training')).benchTraining(options));
program
  .command('graphics-card')
  .description('training and reading on a graphics card: operators, milliseconds, and whether losses are the same')
  .option('--toy', 'small batches and few steps, to see that all of it works')
  .option('--seconds <n>', 'that all of it may take', '240')
  .option('--only <part,…>', 'some parts only: operators, step, profile, epoch, losses, reading and others')
  .action(async (options) => (await import('./graphicsCard')).benchGraphicsCard(options));
program
  .command('train-for')
  .description('trains a network for so many seconds, as many epochs as fit, and leaves a run as `feeling train` does')
  .requiredOption('--data <fer2013.csv[.gz]>', 'the faces')
  .option('--votes <fer2013new.csv>', "FER+'s votes on them")
  .option('--model <name>', 'the network', 'vggface-altered')
  .option('--recipe <name|file.json>', "settings that differ from the network's default")
  .option('--device <cpu|webgpu>', 'what computes', 'webgpu')
  .option('--or <name>', 'the network that is trained instead where not one epoch fits')
  .requiredOption('--seconds <n>', 'for measuring and training; the report comes after')
  .requiredOption('--out <dir>', "the run's folder; a run that is there goes on")
  .action(async (options) => (await import('./trainFor')).trainFor(options));
program
  .command('scaling')
  .description("an epoch's time by batch size, width and threads, drawn into docs/scaling.svg")
  .action(async () => (await import('./scaling')).benchScaling());
program
  .command('networks')
  .description('trained networks side by side, written into docs/networks.md and models/networks.json')
  .argument('[run...]', "runs' folders; only what ships is judged without any, other networks stay on the page")
  .option('--note <sentence>', 'how they were trained, for their sections')
  .option('--beside <name>', 'a network that ships, whose F1 and confusion matrix are drawn in these sections too')
  .requiredOption('--data <fer2013.csv[.gz]>', 'the faces')
  .requiredOption('--votes <fer2013new.csv>', "FER+'s votes on them")
  .action(async (runs, options) => {
    const { writeNetworks, writeShipped } = await import('./networks');
    await writeShipped(options);
    if (runs.length > 0) await writeNetworks(runs, options);
  });
program
  .command('vggface')
  .description('the largest network through an epoch of a few faces: killed, resumed, judged; needs 16 GB of memory')
  .option('--faces <n>', 'made-up faces to train on', '16')
  .action(async (options) => (await import('./vggface')).benchVggface(options));
program
  .command('steady')
  .description('how often the label of an unchanging face changes, before a noisy camera')
  .argument('<photo...>', 'faces')
  .option('--model <name|file.onnx>', 'the expression network', 'compact')
  .action(async (photos, options) => (await import('./steady')).benchSteady(photos, options));
program
  .command('labelled')
  .description('photos labelled by eye, and pictures without a face')
  .option('--model <name|file.onnx>', 'the expression network', 'compact')
  .action(async (options) => (await import('./labelled')).benchLabelled(options));
program
  .command('arousal')
  .description('what the seven probabilities tell of arousal, beside what ten people saw')
  .requiredOption('--data <fer2013.csv[.gz]>', 'the faces')
  .requiredOption('--votes <fer2013new.csv>', "FER+'s votes on them")
  .option('--model <name|file.onnx>', 'the expression network', 'compact')
  .action(async (options) => (await import('./arousal')).benchArousal(options));
program
  .command('export')
  .description('exported files in other runtimes, in each precision, written into docs/export.md')
  .requiredOption('--data <fer2013.csv[.gz]>', 'the faces')
  .requiredOption('--votes <fer2013new.csv>', "FER+'s votes on them")
  .action(async (options) => (await import('./export')).benchExport(options));
program
  .command('overfit')
  .description('a few faces without augmentation, until the network knows 95 % of them')
  .option('--network <name>', 'the network', 'vggface-altered')
  .option('--faces <n>', 'how many', '256')
  .requiredOption('--data <fer2013.csv[.gz]>', 'the faces')
  .action(async (options) => (await import('./overfit')).benchOverfit(options));
program
  .command('leaks')
  .description('memory while detectors are made and closed')
  .option('--times <n>', 'how many', '1000')
  .action(async (options) => (await import('./leaks')).benchLeaks(options));
program
  .command('fuzz')
  .description('damaged photos, videos and networks: each must be read or refused, in time and in memory')
  .option('--files <n>', 'how many', '10000')
  .option('--kind <kind>', 'one kind only, from the seed --from')
  .option('--from <seed>')
  .action(async (options) => (await import('./fuzz')).benchFuzz(options));
program
  .command('words <clip>')
  .description('how often the words for a face change in a clip, as read and as shown')
  .action(async (clip) => (await import('./words')).benchWords(clip));
program
  .command('forms')
  .description('the forms of a convolution and its weight gradient, one kernel each')
  .action(async () => (await import('./forms')).benchForms());
program
  .command('browser')
  .description('frame to reading in headless Chromium, beside Human and face-api')
  .option('--photo <file>', 'the face before the camera')
  .option('--seconds <n>', 'how long each is measured', '20')
  .option('--minutes <n>', "how long the page's heap is watched", '10')
  .option('--clip <path>', 'whose words are counted, as a camera shows it')
  .option('--calm', 'only layout shifts and word changes')
  .action(async (options) => (await import('./browser')).benchBrowser(options));
program
  .command('journal')
  .description("each view of the page with ten years' entries, twenty a day")
  .action(async () => (await import('./journal')).benchJournal());
program
  .command('devices')
  .description("ten years' entries on two devices through a WebDAV server: the first sync, and one more entry")
  .option('--a-day <n>', 'entries a day', '3')
  .action(async (options) => (await import('./devices')).benchDevices(options));
program
  .command('journal-tabs')
  .description('random presses in two tabs of one journal: nothing lost, nothing in clear under a lock')
  .option('--sequences <n>', 'how many', '300')
  .option('--from <seed>', 'of the first one', '1')
  .action(async (options) => (await import('./journalTabs')).benchJournalTabs(options));
program
  .command('care')
  .description('how well the offers find what helps simulated people')
  .option('--people <n>', 'how many', '1000')
  .option('--tries <n>', 'of each', '60')
  .action(async (options) => (await import('./care')).benchCare(options));
program
  .command('analyze')
  .description('frames a second of `feeling analyze` on a video, and how steadily it reads')
  .argument('<video>')
  .option('--from <s>', 'start of a part that is looked at by itself', '0.5')
  .option('--to <s>', 'end of it', '4.5')
  .option('--cut <photo...>', 'two photos of one place in the frame, for the lag after a cut')
  .option('--peers', 'Human and face-api on the same frames')
  .action(async (video, options) => (await import('./analyze')).benchAnalyze(video, options));
program
  .command('queue')
  .description('what a queue costs beside a single run, what a second worker gains, jobs a second, bytes a job')
  .argument('[video]', 'what the archive holds; without one only jobs of stub workers are measured')
  .option('--copies <n>', 'recordings in the archive', '12')
  .option('--segment <s>', 'seconds of a segment', '600')
  .option('--runs <n>', 'of each', '3')
  .option('--jobs <n>', 'for stub workers', '100000')
  .option('--kills <n>', 'how many workers are killed, one a second', '30')
  .option('--only <overhead,workers,kills,jobs>', 'some of it only')
  .action(async (video, options) => (await import('./queue')).benchQueue(video, options));
program
  .command('photos')
  .description('portraits a second of `feeling analyze`, and milliseconds of each face detector')
  .argument('<portrait...>')
  .option('--count <n>', 'how many portraits', '1000')
  .action(async (portraits, options) => (await import('./photos')).benchPhotos(portraits, options));
program
  .command('downswing')
  .description('how soon downswings of simulated people are noticed, and how often there is an alarm without one')
  .option('--people <n>', 'person-years', '1000')
  .option('--wanted <n>', 'false alarms in 180 days that are bearable', '1')
  .option('--calibrate', 'print the lines of src/mood/calibration.ts instead')
  .option('--records <folder>', "real people's CSV files instead: alarms, shuffled days, and falls that are put in")
  .option('--record <file>', 'one record with a known downswing instead, whole and thinned')
  .option('--expect <from..to>', 'days within which its alarm must come, like 2026-03-01..2026-04-15')
  .action(async (options) => (await import('./downswing')).benchDownswing(options));
program
  .command('film')
  .description('memory of `feeling analyze` on a long film')
  .argument('<portrait>', 'what the film shows')
  .option('--minutes <n>', 'how long it is', '20')
  .action(async (portrait, options) => (await import('./film')).benchFilm(portrait, options));
program
  .command('crops')
  .description("a sheet of aligned faces beside FER2013's, to look at")
  .argument('<photo...>')
  .requiredOption('--data <fer2013.csv[.gz]>', 'the faces to compare with')
  .requiredOption('--out <file.png>', 'where the sheet goes; it must not be published')
  .action(async (photos, options) => (await import('./crops')).drawCrops(photos, options));
program
  .command('personal')
  .description('how much it helps to know a person: errors before and after some of their pictures are corrected')
  .requiredOption('--data <people.csv[.gz]>', 'pictures with the columns person, emotion and pixels')
  .option('--corrections <n,…>', 'how many pictures are corrected', '5,10,20')
  .option('--orders <n>', "random orders of each person's pictures", '50')
  .option('--model <name>', 'the expression network', 'compact')
  .option('--json', 'as JSON')
  .option('--write-prior', 'instead, write what is expected of a person into src/personal/prior.json')
  .action(async (options) => (await import('./personal')).benchPersonal(options));
await program.parseAsync();
