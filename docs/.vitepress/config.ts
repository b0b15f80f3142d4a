import { defineConfig } from 'vitepress';

const page = (text: string, link: string) => ({ text, link });

export default defineConfig({
  title: 'feeling',
  description: 'Reads what a face expresses, in real time, on your own device.',
  srcDir: '.site',
  outDir: '../dist/docs',
  cacheDir: '.site/.cache',
  lang: 'en',
  // Files, so that any server and any folder will do.
  cleanUrls: false,
  lastUpdated: false,
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [page('Start', '/start/person'), page('Guides', '/guides/frameworks'), page('Reference', '/reference/options')],
    sidebar: [
      {
        text: 'Five minutes',
        items: [
          page('For a person', '/start/person'),
          page('For a developer', '/start/developer'),
          page('For a researcher', '/start/researcher'),
          page('For a student', '/start/student'),
        ],
      },
      {
        text: 'Guides',
        items: [
          page('React, Vue, Svelte, Next.js', '/guides/frameworks'),
          page('An ONNX file of your own', '/own-network'),
          page('It learns a face', '/personal'),
          page('From fer2013.csv to a phone', '/guides/student'),
          page('A network of your own', '/guides/network'),
          page('An operator of your own', '/guides/operator'),
          page('Trying many recipes', '/guides/sweep'),
          page('Data of your own', '/guides/own-data'),
          page('Training in the browser', '/guides/train-in-browser'),
          page('Recordings at scale', '/guides/recordings'),
          page('Archives on many machines', '/guides/archives'),
          page('Ten thousand hours', '/scale'),
          page('Exporting to phones', '/guides/phones'),
          page('Android', '/guides/android'),
          page('The journal’s privacy', '/guides/privacy'),
          page('One journal on your devices', '/guides/devices'),
          page('Watching mood over days', '/guides/mood'),
          page('Hosting the page', '/guides/hosting'),
        ],
      },
      {
        text: 'How it works',
        items: [
          page('Architecture', '/architecture'),
          page('The graph engine', '/how/graph'),
          page('The blocked layout', '/how/blocked-layout'),
          page('Following faces', '/how/tracking'),
          page('Calibration', '/how/calibration'),
          page('Downswings', '/how/downswings'),
        ],
      },
      {
        text: 'Reference',
        items: [
          page('API', '/api/'),
          page('Options', '/reference/options'),
          page('The recipe', '/reference/recipe'),
          page('Operators of TensorFlow Lite', '/reference/operators'),
          page('Card of compact', '/cards/compact'),
          page('Card of tiny', '/cards/tiny'),
        ],
      },
      {
        text: 'Measured',
        items: [
          page('Networks side by side', '/networks'),
          page('Exports', '/export'),
          page('Experiments', '/experiments'),
        ],
      },
      {
        text: 'The project',
        items: [
          page('Changelog', '/changelog'),
          page('Contributing', '/contributing'),
          page('Security and privacy', '/security'),
        ],
      },
    ],
  },
});
