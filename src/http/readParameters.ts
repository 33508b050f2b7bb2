import type { Context } from 'hono';
import { ApiError, type Fault } from '../errors/apiError.ts';
import { describeParameterFaults } from './describeFaults.ts';
import type { OperationSpec, ParameterSpec } from './operationSpec.ts';

export interface Parameters {
  path: Record<string, unknown>;
  query: Readonly<Record<string, unknown>>;
  header: Record<string, unknown>;
}

type Query = Parameters['query'];

const queriesRemembered = 256;
const rememberedLength = 256;

/**
 * Reads path, query and headers as the contract types them. Queries that came before are remembered per operation, because the same few
 * come again and again.
 */
export function createParameterReader(operation: OperationSpec): (c: Context) => Parameters {
  const known = new Map<string, Query>();
  return (c) => {
    const search = searchOf(c.req.url);
    const remembered = known.get(search);
    const parameters: Parameters = {
      path: operation.pathParameters.length === 0 ? {} : (c.req.param() as Record<string, unknown>),
      query: remembered ?? parseQuery(operation.queryParameters, search),
      header: readHeaders(operation.headerParameters, c.req.raw.headers),
    };
    if (!operation.checkParameters(parameters)) {
      throw new ApiError('invalid_request', { errors: describeParameterFaults(operation.checkParameters.errors ?? []) });
    }
    if (remembered === undefined && search.length <= rememberedLength && known.size < queriesRemembered) {
      known.set(search, Object.freeze(parameters.query));
    }
    return parameters;
  };
}

function searchOf(url: string): string {
  const start = url.indexOf('?');
  if (start < 0) return '';
  const end = url.indexOf('#', start);
  return end < 0 ? url.slice(start + 1) : url.slice(start + 1, end);
}

function parseQuery(specs: ParameterSpec[], search: string): Query {
  if (search === '') return {};
  const query: Record<string, unknown> = {};
  const twice: Fault[] = [];
  for (const [name, text] of new URLSearchParams(search)) {
    if (Object.hasOwn(query, name)) twice.push({ parameter: name.slice(0, 80), detail: 'Given twice; which one is meant?' });
    query[name] = coerce(specs.find((spec) => spec.name === name)?.type, text);
  }
  if (twice.length > 0) throw new ApiError('invalid_request', { errors: twice.slice(0, 20) });
  return query;
}

/** Text that is not of the type stays text, so that validation says what was expected. */
function coerce(type: string | undefined, text: string): unknown {
  if (type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function readHeaders(specs: ParameterSpec[], headers: Headers): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { name } of specs) {
    const value = headers.get(name);
    if (value !== null) values[name] = value;
  }
  return values;
}
