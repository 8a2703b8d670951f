import { schema } from '../../src/api/schema.ts';
import {
  createDocumentCache,
  type DocumentCache,
  isNewDocument,
  type Preparation,
} from '../../src/engine/prepared-operation.ts';
import { countDocument } from '../../src/guard/document-counts.ts';
import { type DocumentLimits, defaultDocumentLimits } from '../../src/guard/document-limits.ts';
import { preparationPoints } from '../../src/guard/preparation-points.ts';

/** A cache of documents as the engine has it. */
export const documentCache = (limits: DocumentLimits = defaultDocumentLimits): DocumentCache =>
  createDocumentCache(schema, limits);

/** Prepares documents as the engine does, with a cache of its own. */
export function createPrepare(
  limits: DocumentLimits = defaultDocumentLimits,
): (text: string, operationName?: string) => Preparation {
  const documents = documentCache(limits);
  return (text, operationName) => {
    const found = documents.find({ text, operationName });
    return isNewDocument(found) ? found.prepare() : found;
  };
}

/** What a document costs that was not sent before, beside the price of its operation. */
export const preparationOf = (text: string): number => preparationPoints(countDocument(text));
