// Preloaded by the fuzzed server: replies to each IPC message with its live heap and
// resident memory in bytes.
process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ heapUsed: process.memoryUsage().heapUsed, resident: process.memoryUsage().rss });
});
// The IPC channel must not keep the process alive.
process.channel?.unref();
