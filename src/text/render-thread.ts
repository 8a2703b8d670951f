import { type MessagePort, parentPort } from 'node:worker_threads';
import { render } from './render.ts';
import { type RenderReply, type RenderRequest, threadReady } from './rendering.ts';

function serve(port: MessagePort): void {
  port.on('message', (request: RenderRequest) => port.postMessage(reply(request)));
  port.postMessage(threadReady);
}

function reply(request: RenderRequest): RenderReply {
  try {
    return render(request);
  } catch (error) {
    // A call stack that is used up; whatever else is thrown is a defect, and ends the thread.
    if (!(error instanceof RangeError)) throw error;
    const message = 'The text is too complex to be rendered. Make it flatter, or split it.';
    return { faults: [{ line: undefined, message }], rendered: undefined };
  }
}

if (parentPort === null) throw new Error('This file runs in a worker thread; `renderText` starts it.');
serve(parentPort);
