import { errorsPage } from '../generated/documents.ts';
import type { Handler } from '../http/handler.ts';
import { pagePolicy, serveDocument } from '../http/serveDocument.ts';
import type { Services } from '../services.ts';

/** `GET /docs/errors` */
export const getErrorDocs: Handler<'getErrorDocs', Services> = serveDocument(errorsPage, pagePolicy);
