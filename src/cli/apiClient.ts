import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../generated/api.d.ts';
import { readLocalState } from '../local/localState.ts';
import { localPaths } from '../local/paths.ts';
import { CommandFailed } from './exit.ts';

export type Submission = components['schemas']['Submission'];
export type Question = components['schemas']['Question'];
export type QuestionSummary = components['schemas']['QuestionSummary'];
export type WorkerIsolation = components['schemas']['WorkerIsolation'];
type Problem = components['schemas']['Problem'];

export interface ConnectionOptions {
  url?: string;
  key?: string;
  lang?: string;
}

export interface Api {
  client: Client<paths>;
  url: string;
  key: string;
  lang?: 'en' | 'zh';
}

/** Where to call and with which key: options first, then the environment, then what the local server wrote down. */
export function connect(options: ConnectionOptions, env: NodeJS.ProcessEnv = process.env): Api {
  const local = readLocalState(localPaths(env).localState);
  const url = (options.url ?? env.GRADECHECK_URL ?? local?.url)?.replace(/\/+$/, '');
  // A key of the local server is of no use elsewhere, and none of that place's business.
  const key = options.key ?? env.GRADECHECK_API_KEY ?? (url === local?.url ? local?.api_key : undefined);
  if (!url) throw new CommandFailed('No server is known: start one with "npm start", or name one with --url and --key (or GRADECHECK_URL and GRADECHECK_API_KEY).');
  if (!key) throw new CommandFailed(`No API key is known for ${url}: give one with --key or GRADECHECK_API_KEY.`);
  return connectTo(url, key, options.lang);
}

export function connectTo(url: string, key: string, lang?: string): Api {
  if (lang !== undefined && lang !== 'en' && lang !== 'zh') throw new CommandFailed(`--lang is en or zh, not ${lang}.`);
  return { client: createClient<paths>({ baseUrl: url, headers: { authorization: `Bearer ${key}` } }), url, key, lang };
}

/** The body of a good answer; a problem, or silence, becomes a sentence. */
export async function ask<T>(api: Pick<Api, 'url'>, call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let answer;
  try {
    answer = await call;
  } catch (error) {
    throw new CommandFailed(`Nobody answers at ${api.url} (${reason(error)}): start the server with "npm start", or check the address.`);
  }
  if (answer.response.ok) return answer.data as T;
  throw new CommandFailed(problemSentence(answer.error, answer.response.status));
}

function problemSentence(problem: unknown, status: number): string {
  const { detail, code, request_id, errors } = (problem ?? {}) as Partial<Problem>;
  if (!detail) return `The server answered ${status} without saying why.`;
  const faults = (errors ?? []).map((fault) => `\n  ${fault.pointer ?? fault.parameter ?? ''}: ${fault.detail}`).join('');
  return `${detail} (${code ?? status}${request_id && status >= 500 ? `, request ${request_id}` : ''})${faults}`;
}

function reason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: string; message?: string } | undefined) : undefined;
  return cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
}
