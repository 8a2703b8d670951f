import { AsyncLocalStorage } from 'node:async_hooks';

/** The work of the thread that renders texts, for one operation. */
export interface RenderingWork {
  /** Of CPU time. */
  milliseconds: number;
}

const works = new AsyncLocalStorage<RenderingWork>();

/** Runs an operation. What is rendered for it, then and later, is added to `work`. */
export const withRenderingWork = <Result>(work: RenderingWork, run: () => Result): Result =>
  works.run(work, run);

/** The work of the operation that is running; undefined outside of one. */
export const currentWork = (): RenderingWork | undefined => works.getStore();
