export const graphqlResponse = 'application/graphql-response+json';
export const json = 'application/json';
export const eventStream = 'text/event-stream';

/** The media types that the client accepts, the most wanted first. No header means anything. */
function accepted(header: string | undefined): string[] {
  const ranges = (header ?? '*/*').split(',').map((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    return { type, quality };
  });
  return ranges
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality)
    .map(({ type }) => type);
}

/** The media type in which a result goes out by what the client accepts; undefined when it accepts none that we have. */
export function responseType(header: string | undefined): string | undefined {
  if (header === undefined || header === '*/*' || header === json) return json;
  for (const type of accepted(header)) {
    if (type === graphqlResponse || type === json || type === eventStream) return type;
    if (type === '*/*' || type === 'application/*') return json;
  }
  return undefined;
}

/** Whether a request's body is JSON. Only that is read: a page of another origin cannot send it without being asked first. */
export const isJson = (contentType: string | undefined): boolean =>
  contentType === json || /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(contentType ?? '');
