import type { Context } from 'hono';
import { ApiError } from '../errors/apiError.ts';
import { operations } from '../generated/operations.ts';
import { requestIdOf } from './requestId.ts';
import { respondToError } from './respondToError.ts';

const specs = Object.values(operations);
const routes = [...new Set(specs.map(({ path }) => path))].map((path) => ({
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
  methods: allowedMethods(specs.filter((spec) => spec.path === path).map(({ method }) => method)),
}));

/** What no operation serves: 405 where the path has other methods, else 404. */
export function respondToUnmatched(c: Context): Response {
  const context = { requestId: requestIdOf(c.req.raw), path: c.req.path };
  const route = routes.find(({ pattern }) => pattern.test(c.req.path));
  if (route === undefined) return respondToError(new ApiError('route_not_found'), context);
  return respondToError(
    new ApiError('method_not_allowed', { detail: `${c.req.method} is not possible here; ${route.methods.join(', ')} ${route.methods.length === 1 ? 'is' : 'are'}.`, headers: { allow: route.methods.join(', ') } }),
    context,
  );
}

/** Whatever can be read can be asked for by HEAD. */
function allowedMethods(methods: string[]): string[] {
  return methods.includes('GET') ? ['GET', 'HEAD', ...methods.filter((method) => method !== 'GET')] : methods;
}
