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

/** The document cache of the engine. */
export const documentCache = (limits: DocumentLimits = defaultDocumentLimits): DocumentCache =>
  createDocumentCache(schema, limits);

/** Prepares documents like the engine, with a new cache. */
export function createPrepare(
  limits: DocumentLimits = defaultDocumentLimits,
): (text: string, operationName?: string) => Preparation {
  const documents = documentCache(limits);
  return (text, operationName) => {
    const found = documents.find({ text, operationName });
    if (!isNewDocument(found)) return found;
    found.measure();
    return found.prepare();
  };
}

/** The preparation cost of a new document, in points. */
export const preparationOf = (text: string): number => preparationPoints(countDocument(text));
