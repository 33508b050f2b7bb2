/** The parts of OpenAPI 3.1 that `openapi.yaml` uses. */
export type Schema = Record<string, unknown> & { $ref?: string };

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  description?: string;
  required?: boolean;
  schema: Schema;
}

export interface ResponseObject {
  description: string;
  headers?: Record<string, { $ref?: string; description?: string }>;
  content?: Record<string, { schema: Schema }>;
}

export interface OperationObject {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security?: Record<string, string[]>[];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: { required?: boolean; description?: string; content: Record<string, { schema: Schema; examples?: Record<string, { summary: string; value: unknown }> }> };
  responses: Record<string, ResponseObject | { $ref: string }>;
}

export interface OpenApiDocument {
  info: { title: string; version: string; summary: string; description: string };
  tags: { name: string; description: string }[];
  security: Record<string, string[]>[];
  paths: Record<string, Partial<Record<'get' | 'post' | 'put' | 'patch' | 'delete', OperationObject>>>;
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, { description: string }> } & Record<string, Record<string, unknown>>;
}

/** An operation with its references to parameters and responses followed; references to schemas stay. */
export interface Operation {
  operationId: string;
  method: string;
  path: string;
  /** The scope a key must have; null where no key is needed. */
  scope: string | null;
  tags: string[];
  summary: string;
  description: string;
  parameters: (Parameter & { schemaType: string })[];
  requestBody: OperationObject['requestBody'];
  responses: Record<string, ResponseObject>;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

export function listOperations(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [readOperation(document, method, path, operation)];
    }),
  );
}

/** Follows `#/a/b/c` as often as needed. */
export function resolve<T>(document: OpenApiDocument, value: T | { $ref: string }): T {
  let at: unknown = value;
  while (typeof at === 'object' && at !== null && '$ref' in at) {
    const ref = String((at as { $ref: string }).$ref);
    at = ref.replace(/^#\//, '').split('/').reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], document);
    if (at === undefined) throw new Error(`openapi.yaml: ${ref} does not exist.`);
  }
  return at as T;
}

function readOperation(document: OpenApiDocument, method: string, path: string, operation: OperationObject): Operation {
  const { operationId, tags, summary, description, requestBody } = operation;
  return {
    operationId, method, path, tags, summary, description, requestBody,
    scope: scopeOf(document, operation),
    parameters: (operation.parameters ?? []).map((reference) => {
      const parameter = resolve<Parameter>(document, reference);
      return { ...parameter, schemaType: String(resolve<Schema>(document, parameter.schema).type) };
    }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [status, resolve<ResponseObject>(document, response)]),
    ),
  };
}

/** The role that the security requirement names; null where no key is needed. Two would need a decision that nobody has made. */
function scopeOf(document: OpenApiDocument, operation: OperationObject): string | null {
  const security = operation.security ?? document.security;
  if (security.length === 0) return null;
  const scopes = security.flatMap((requirement) => requirement.apiKey ?? []);
  if (scopes.length !== 1) throw new Error(`openapi.yaml: ${operation.operationId} must name exactly one scope in its security.`);
  return scopes[0]!;
}
