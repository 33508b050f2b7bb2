import { docsPage } from '../generated/documents.ts';
import type { Handler } from '../http/handler.ts';
import { pagePolicy, serveDocument } from '../http/serveDocument.ts';
import type { Services } from '../services.ts';

/** `GET /docs` */
export const getDocs: Handler<'getDocs', Services> = serveDocument(docsPage, pagePolicy);
