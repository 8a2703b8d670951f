import { type MessagePort, parentPort } from 'node:worker_threads';
import { render } from './render.ts';
import { type Rendering, type RenderReply, type RenderRequest, threadReady } from './rendering.ts';

function serve(port: MessagePort): void {
  port.on('message', (request: RenderRequest) => {
    const before = cpuTime();
    const rendering = renderingOf(request);
    const reply: RenderReply = { rendering, milliseconds: cpuTime() - before };
    port.postMessage(reply);
  });
  port.postMessage(threadReady);
}

/** Of this thread, in milliseconds. */
function cpuTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function renderingOf(request: RenderRequest): Rendering {
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
