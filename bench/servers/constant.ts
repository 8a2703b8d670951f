import { createServer, type IncomingMessage } from 'node:http';
import { settings } from './settings.ts';

// The limit of the HTTP layer: reads the request and sends constant bytes. `PUT /NAME` sets the response of
// `POST /NAME`.

const answers = new Map<string, Buffer>();

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

createServer((request, response) => {
  const path = request.url ?? '/';
  if (request.method === 'PUT') {
    void bytesOf(request).then((bytes) => {
      answers.set(path, bytes);
      response.end();
    });
    return;
  }
  request.on('data', () => {});
  request.on('end', () => {
    const bytes = answers.get(path) ?? Buffer.from('{}');
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': bytes.length,
    });
    response.end(bytes);
  });
}).listen(settings.port, '127.0.0.1');
