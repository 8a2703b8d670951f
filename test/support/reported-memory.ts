// Loaded into the server that is fuzzed: tells what is live in its heap, in bytes, when it is asked over its line to the test.
process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ heapUsed: process.memoryUsage().heapUsed, resident: process.memoryUsage().rss });
});
// The line alone shall not keep the server alive.
process.channel?.unref();
