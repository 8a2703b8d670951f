import { failure } from '../graphql/errors.ts';

/**
 * Rejects with TIMEOUT after this time; 0 seconds means no limit. Only writes can time
 * out: reads are synchronous.
 */
export async function withTimeout<Value>(value: Promise<Value>, seconds: number): Promise<Value> {
  if (seconds === 0) return value;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(timeoutError(seconds)), seconds * 1_000);
  });
  try {
    return await Promise.race([value, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

const timeoutError = (seconds: number) =>
  failure(
    'TIMEOUT',
    `The operation took longer than ${seconds} s. It may still complete: send it again, a mutation with the same \`idempotencyKey\`.`,
  );
