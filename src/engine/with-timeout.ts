import { failure } from '../graphql/errors.ts';

/** The value, unless it takes longer. Reads answer at once; what can take its time is waiting for the disk. Rejects with TIMEOUT. */
export async function withTimeout<Value>(value: Promise<Value>, seconds: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(timeout(seconds)), seconds * 1_000);
  });
  try {
    return await Promise.race([value, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

const timeout = (seconds: number) =>
  failure(
    'TIMEOUT',
    `The operation took longer than ${seconds} s. It may still be carried out: ask again, a mutation with the same \`idempotencyKey\`.`,
  );
