import { openapiYaml } from '../generated/documents.ts';
import type { Handler } from '../http/handler.ts';
import { serveDocument } from '../http/serveDocument.ts';
import type { Services } from '../services.ts';

/** `GET /openapi.yaml` */
export const getOpenapi: Handler<'getOpenapi', Services> = serveDocument(openapiYaml);
