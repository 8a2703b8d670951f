import type { Config } from '../config.ts';
import type { Io } from './io.ts';

export interface CommandContext {
  io: Io;
  /** Read when a command needs it, so that help works under a broken environment. Throws ConfigError. */
  config: () => Config;
}
