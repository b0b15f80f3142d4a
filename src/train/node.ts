/** What training in Node can do besides. */
export { type WorkerOptions, workerPreparer } from './workerPreparer';
