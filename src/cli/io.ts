/** What a command has of the world around it, so that it can run in a test as in a terminal. */
export interface Io {
  /** Writes text as it is to standard output. */
  out: (text: string) => void;
  /** The same to standard error. */
  err: (text: string) => void;
  /** Resolves when the process is asked to stop (SIGTERM, SIGINT). */
  stopped: () => Promise<void>;
}
