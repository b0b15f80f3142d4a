import type { ClientRequest, IncomingHttpHeaders } from 'node:http';

interface Answer {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Sends a raw request, for what fetch would tidy or forbids, and waits for the whole answer. */
export const answered = (asked: ClientRequest) =>
  new Promise<Answer>((resolve, reject) => {
    asked
      .on('response', (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
      })
      .on('error', reject)
      .end();
  });
