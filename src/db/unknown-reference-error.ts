/**
 * An input names something that does not exist; `field` is the key of the input that does, as a path with
 * dots.
 */
export class UnknownReferenceError extends Error {
  override name = 'UnknownReferenceError';
  readonly field: string;
  readonly slug: string;

  constructor(field: string, slug: string, message: string) {
    super(message);
    this.field = field;
    this.slug = slug;
  }
}
